/** Describes a bucket that calls fill, and that empties with time. */
export interface Bucket {
  /** How long a step of emptying takes, in milliseconds. */
  readonly step: number;
  /** What leaves the bucket in a step. */
  readonly leaks: Amount;
  /** What fits. */
  readonly holds: Amount;
}

/** Counts points of all calls, and calls that make content. */
export interface Amount {
  readonly points: number;
  readonly writes: number;
}

/** Holds what is in a bucket, and up to when it has been emptied. */
export interface Level extends Amount {
  readonly minute: Date;
}

/**
 * Bounds what is done within any minute: GitHub allows 900 points and 80 times content. What fits plus what leaves within
 * a minute is just that.
 */
export const minuteBucket: Bucket = {
  step: 1000,
  // So much leaves that 150 runners a minute can be registered, each for five points, and their jobs read.
  leaks: { points: 13, writes: 1 },
  holds: { points: 120, writes: 20 },
};

/** Bounds what is done within any hour: GitHub allows 500 times content; points have a limit of their own in an hour. */
export const hourBucket: Bucket = {
  step: 10_000,
  leaks: { points: 1000, writes: 1 },
  holds: { points: 1000, writes: 140 },
};

/** Bounds registrations of runners within any hour, which GitHub counts apart: 10,000, and 1,500 in five minutes. */
export const registrationBucket: Bucket = {
  step: 10_000,
  leaks: { points: 27, writes: 1 },
  holds: { points: 270, writes: 1 },
};

/** What only shows a state fills a bucket to this share. */
const showingShare = 0.75;

/** Everything but registrations of runners leaves some points to them: a task that has its host waits for nothing else. */
const usualShare = 0.9;

interface Spending {
  readonly now: Date;
  readonly isShowing?: boolean;
  readonly isRegistration?: boolean;
}

/**
 * Puts a call into a bucket. Returns the new level, or when the call fits at the earliest. A clock that went back empties
 * nothing.
 */
export function spend(
  bucket: Bucket,
  level: Level,
  cost: Amount,
  { now, isShowing = false, isRegistration = false }: Spending,
): { readonly level: Level } | { readonly waitUntil: Date } {
  const { step, leaks, holds } = bucket;
  const steps = Math.max(0, Math.floor((now.getTime() - level.minute.getTime()) / step));
  const left = {
    points: Math.max(0, level.points - steps * leaks.points),
    writes: Math.max(0, level.writes - steps * leaks.writes),
  };
  const isEmpty = left.points === 0 && left.writes === 0;
  // An empty bucket begins anew: its next step is a whole one from now on.
  const minute = isEmpty && now > level.minute ? now : new Date(level.minute.getTime() + steps * step);
  const share = isShowing
    ? { points: showingShare, writes: showingShare }
    : { points: isRegistration ? 1 : usualShare, writes: 1 };
  const over = (["points", "writes"] as const).map((kind) =>
    cost[kind] === 0
      ? 0
      : Math.ceil((left[kind] + cost[kind] - Math.floor(holds[kind] * share[kind])) / leaks[kind]),
  );
  const missing = Math.max(0, ...over);
  if (missing > 0) return { waitUntil: new Date(minute.getTime() + missing * step) };
  return { level: { points: left.points + cost.points, writes: left.writes + cost.writes, minute } };
}
