import type { Job } from "./job.ts";
import { jobsToStart, obstacleTo } from "./schedule.ts";

/** Tells how long a job waited for another one although there was a free slot. */
export interface Wait {
  readonly for: string;
  readonly seconds: number;
}

/**
 * Runs all jobs, at most `slots` at once, each by calling `start`, which must not reject. Once `signal` is aborted no
 * further job is started; returns the jobs that were not.
 */
export async function runJobs<T extends Job>(
  jobs: readonly T[],
  slots: number,
  start: (job: T, waits: readonly Wait[]) => Promise<void>,
  { signal, clock }: { readonly signal: AbortSignal; readonly clock: () => number },
): Promise<readonly T[]> {
  const waiting = [...jobs];
  const running = new Map<T, Promise<void>>();
  const waits = new Map<T, Wait[]>();
  while (waiting.length > 0 || running.size > 0) {
    const chosen = signal.aborted ? [] : jobsToStart(waiting, [...running.keys()], slots);
    for (const job of chosen) {
      waiting.splice(waiting.indexOf(job), 1);
      running.set(
        job,
        start(job, waits.get(job) ?? []).then(() => void running.delete(job)),
      );
    }
    if (running.size === 0) break;
    const obstacles =
      running.size < slots && !signal.aborted
        ? waiting.map((job) => ({ job, obstacle: obstacleTo(job, waiting, [...running.keys()]) }))
        : [];
    const began = clock();
    await Promise.race(running.values());
    const seconds = (clock() - began) / 1000;
    for (const { job, obstacle } of obstacles)
      if (obstacle !== undefined) waits.set(job, addWait(waits.get(job) ?? [], { for: obstacle, seconds }));
  }
  return waiting;
}

function addWait(waits: readonly Wait[], more: Wait): Wait[] {
  const before = waits.find((wait) => wait.for === more.for);
  const seconds = (before?.seconds ?? 0) + more.seconds;
  return [...waits.filter((wait) => wait !== before), { for: more.for, seconds }];
}
