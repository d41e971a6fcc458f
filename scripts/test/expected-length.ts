import type { Job } from "./job.ts";
import { jobsToStart } from "./schedule.ts";

/** Returns after how many seconds the last job ends, if each takes as long as it says. */
export function expectedLength(jobs: readonly Job[], slots: number): number {
  let now = 0;
  let waiting = jobs;
  const running = new Map<Job, number>();
  while (waiting.length > 0 || running.size > 0) {
    const started = jobsToStart(waiting, [...running.keys()], slots);
    waiting = waiting.filter((job) => !started.includes(job));
    for (const job of started) running.set(job, now + job.seconds);
    if (running.size === 0) throw new Error(`none can begin: ${waiting.map(({ name }) => name).join(", ")}`);
    now = Math.min(...running.values());
    for (const [job, end] of running) if (end <= now) running.delete(job);
  }
  return now;
}
