import type { Job } from "./job.ts";
import { jobsToStart } from "./schedule.ts";

/** Returns after how many seconds the last job ends, if each takes as long as it says. */
export function expectedLength(jobs: readonly Job[], slots: number): number {
  let now = 0;
  let waiting = jobs;
  let running: { readonly job: Job; readonly end: number }[] = [];
  while (waiting.length > 0 || running.length > 0) {
    const beside = running.map(({ job }) => job);
    const started = jobsToStart(waiting, beside, slots);
    waiting = waiting.filter((job) => !started.includes(job));
    const begun = started.map((job) => ({ job, end: now + job.seconds }));
    running = [...running, ...begun];
    if (running.length === 0)
      throw new Error(`none of these can begin: ${waiting.map(({ name }) => name).join(", ")}`);
    now = Math.min(...running.map(({ end }) => end));
    running = running.filter(({ end }) => end > now);
  }
  return now;
}
