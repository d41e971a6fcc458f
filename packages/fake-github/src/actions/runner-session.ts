import type { Repository } from "../state/repository.ts";
import type { Runner } from "../state/runner.ts";
import type { Job } from "../state/workflow.ts";
import type { World } from "../state/world.ts";
import { finishJob, offerJobs, startJob } from "./jobs.ts";
import { leave, removeRunner, timeAway, timeSilent } from "./runners.ts";

/** Is how long a runner may be silent before GitHub shows it as offline. */
export const timeUnheard = 60_000;

/** Finds the runner that a secret belongs to. */
export function runnerOfSecret(
  world: World,
  secret: string,
): { readonly repository: Repository; readonly runner: Runner } | undefined {
  for (const repository of world.repositories.values())
    for (const runner of repository.runners.values())
      if (runner.secret === secret) return { repository, runner };
  return undefined;
}

/** Connects a program as a runner, which is offered jobs from then on. Returns false if it is connected already. */
export function openSession(world: World, repository: Repository, runner: Runner): boolean {
  if (runner.online) return false;
  const isFirst = runner.link !== "protocol";
  runner.link = "protocol";
  hear(world, runner);
  if (isFirst) watch(world, repository, runner);
  offerJobs(world, repository);
  return true;
}

/** Ends the session of a runner. */
export function closeSession(world: World, repository: Repository, runner: Runner): void {
  leave(world, repository, runner);
}

/** Waits until a condition of a runner is met, but only so long, and only while somebody waits for the answer. */
export async function waitFor(
  world: World,
  runner: Runner,
  isMet: () => boolean,
  { milliseconds, signal }: { readonly milliseconds: number; readonly signal: AbortSignal },
): Promise<boolean> {
  hear(world, runner);
  if (!isMet() && milliseconds > 0 && !signal.aborted)
    await new Promise<void>((resolve) => {
      const end = () => {
        cancel();
        runner.waiting.delete(look);
        signal.removeEventListener("abort", end);
        resolve();
      };
      const look = () => {
        if (isMet()) end();
      };
      const cancel = world.clock.after(milliseconds, end);
      runner.waiting.add(look);
      signal.addEventListener("abort", end);
    });
  hear(world, runner);
  return isMet();
}

/** Returns the job that a runner is offered, or works on. */
export function jobOfRunner({ jobs }: Repository, { offeredJobId, jobId }: Runner): Job | undefined {
  return jobs.get(jobId ?? offeredJobId ?? 0);
}

/** Lets a runner begin the job that it was offered; doing it twice is no harm. Returns false if it is no longer its job. */
export function acquireJob(world: World, repository: Repository, runner: Runner, job: Job): boolean {
  hear(world, runner);
  const run = repository.runs.get(job.runId);
  if (runner.jobId === job.id) return true;
  if (run === undefined || runner.offeredJobId !== job.id) return false;
  startJob(world, repository, run, job, runner);
  return true;
}

/** Notes that a runner was heard of. */
export function hear(world: World, runner: Runner): void {
  runner.lastSeen = world.clock.now();
  runner.online = true;
}

/** A runner is heard of as long as it waits for something. */
function watch(world: World, repository: Repository, runner: Runner): void {
  world.clock.after(timeUnheard, () => {
    if (!repository.runners.has(runner.id)) return;
    if (runner.waiting.size > 0) hear(world, runner);
    const silent = world.clock.now() - runner.lastSeen;
    if (silent >= timeUnheard) runner.online = false;
    const job = repository.jobs.get(runner.jobId ?? 0);
    if (job !== undefined && silent >= timeSilent) finishJob(world, repository, job, "failure");
    else if (job === undefined && silent >= timeAway) removeRunner(world, repository, runner);
    else watch(world, repository, runner);
  });
}
