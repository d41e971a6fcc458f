import type { Runner } from "../state/runner.ts";
import type { Job } from "../state/workflow.ts";

/** Is a job and the runner that it is offered to. */
export interface Pair {
  readonly job: Job;
  readonly runner: Runner;
}

/**
 * Returns which queued job goes to which free runner, by GitHub's rule: the oldest job first, to a runner that has all
 * labels that the job asks for. GitHub knows no priority and no other way to bind them.
 */
export function matchJobs(jobs: Iterable<Job>, runners: Iterable<Runner>): Pair[] {
  const free = [...runners].filter(isFree).sort((a, b) => a.missed - b.missed || a.id - b.id);
  if (free.length === 0) return [];
  const waiting = [...jobs].filter(isWaiting).sort((a, b) => a.queuedAt - b.queuedAt || a.id - b.id);
  const pairs: Pair[] = [];
  for (const job of waiting) {
    if (free.length === 0) break;
    const index = free.findIndex(({ labels }) => hasAll(labels, job.plan.labels));
    const [runner] = index === -1 ? [] : free.splice(index, 1);
    if (runner !== undefined) pairs.push({ job, runner });
  }
  return pairs;
}

/** Returns whether a runner's labels contain all that a job asks for; case does not matter. */
export function hasAll(has: readonly string[], wanted: readonly string[]): boolean {
  const known = has.map((label) => label.toLowerCase());
  return wanted.every((label) => known.includes(label.toLowerCase()));
}

function isWaiting({ status, assignedTo }: Job): boolean {
  return status === "queued" && assignedTo === undefined;
}

function isFree({ online, jobId, offeredJobId }: Runner): boolean {
  return online && jobId === undefined && offeredJobId === undefined;
}
