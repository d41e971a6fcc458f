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
  leaks: { points: 10, writes: 1 },
  holds: { points: 300, writes: 20 },
};

/** Bounds what is done within any hour: GitHub allows 500 times content; points have a limit of their own in an hour. */
export const hourBucket: Bucket = {
  step: 10_000,
  leaks: { points: 1000, writes: 1 },
  holds: { points: 1000, writes: 140 },
};

/** What only shows a state fills a bucket to this share. */
const showingShare = 0.75;

/**
 * Puts a call into a bucket. Returns the new level, or when the call fits at the earliest. A clock that went back empties
 * nothing.
 */
export function spend(
  bucket: Bucket,
  level: Level,
  cost: Amount,
  { now, isShowing = false }: { readonly now: Date; readonly isShowing?: boolean },
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
  const share = isShowing ? showingShare : 1;
  const over = (["points", "writes"] as const).map((kind) =>
    cost[kind] === 0
      ? 0
      : Math.ceil((left[kind] + cost[kind] - Math.floor(holds[kind] * share)) / leaks[kind]),
  );
  const missing = Math.max(0, ...over);
  if (missing > 0) return { waitUntil: new Date(minute.getTime() + missing * step) };
  return { level: { points: left.points + cost.points, writes: left.writes + cost.writes, minute } };
}
