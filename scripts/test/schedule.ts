import type { Job } from "./job.ts";

/**
 * Returns the jobs to start now, so that at most `slots` run at once. The longest come first, for a long one that begins
 * last leaves all processors but one idle; before them what must be alone, what shows mistakes early (with one slot left
 * free meanwhile), and what others wait for.
 */
export function jobsToStart<T extends Job>(
  waiting: readonly T[],
  running: readonly Job[],
  slots: number,
): readonly T[] {
  const started: T[] = [];
  // The first mistakes should show soon: what shows them has the processors to itself and one other.
  const isEarly = [...waiting, ...running].some(({ early }) => early);
  const room = isEarly ? Math.max(1, slots - 1) : slots;
  for (const job of waiting.toSorted(byUrgency)) {
    const beside = [...running, ...started];
    if (beside.length >= room || beside.some(({ alone }) => alone)) break;
    if (obstacleTo(job, waiting, beside) === undefined) started.push(job);
  }
  return started;
}

/** Returns what keeps a job from starting although there is a free slot; undefined when nothing does. */
export function obstacleTo(job: Job, waiting: readonly Job[], running: readonly Job[]): string | undefined {
  const maker = [...running, ...waiting].find((other) =>
    job.needs.some((need) => other.gives.includes(need)),
  );
  if (maker !== undefined && maker.name !== job.name) return maker.name;
  const user = running.find((other) => other.exclusive.some((thing) => job.exclusive.includes(thing)));
  if (user !== undefined) return user.name;
  return job.alone ? running[0]?.name : undefined;
}

function byUrgency(a: Job, b: Job): number {
  return urgency(b) - urgency(a) || b.seconds - a.seconds || (a.name < b.name ? -1 : 1);
}

function urgency({ alone, early, gives }: Job): number {
  if (alone) return 3;
  if (early) return 2;
  return gives.length > 0 ? 1 : 0;
}
