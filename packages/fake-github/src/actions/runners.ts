import { secret } from "../apps/create-app.ts";
import type { Repository } from "../state/repository.ts";
import { fullName } from "../state/repository.ts";
import type { Runner } from "../state/runner.ts";
import type { World } from "../state/world.ts";
import { finishJob, offerJobs, wake } from "./jobs.ts";

/** Is how long a runner may stay away before GitHub forgets it. */
export const timeAway = 24 * 3_600_000;
/** Is how long a runner may be silent while it works. */
export const timeSilent = 10 * 60_000;

/** Registers a runner for one job. */
export function createRunner(
  world: World,
  repository: Repository,
  { name, labels, groupId, workFolder }: Pick<Runner, "name" | "labels" | "groupId" | "workFolder">,
): Runner {
  const now = world.clock.now();
  const runner: Runner = {
    ...{ id: world.newId(), name, labels, workFolder, groupId, createdAt: now, lastSeen: now },
    ...{ online: false, deaf: false, missed: 0, secret: secret(world, 40), waiting: new Set() },
  };
  repository.runners.set(runner.id, runner);
  world.ledger.runners.push({ id: runner.id, name, labels });
  forgetWhenAway(world, repository, runner);
  return runner;
}

/** Connects a runner, which from then on takes jobs; a deaf one is offered jobs and never begins. */
export function connectRunner(world: World, repository: Repository, name: string, deaf: boolean): Runner {
  const runner = runnerOf(repository, name);
  runner.online = true;
  runner.link = "control";
  runner.deaf = deaf;
  runner.lastSeen = world.clock.now();
  offerJobs(world, repository);
  return runner;
}

/** Takes a runner off the network: a job that it works on fails unless it comes back in time. */
export function disconnectRunner(world: World, repository: Repository, name: string): void {
  leave(world, repository, runnerOf(repository, name));
}

/** Notes that a runner is away: a job that it works on fails unless it is heard of in time. */
export function leave(world: World, repository: Repository, runner: Runner): void {
  runner.online = false;
  runner.lastSeen = world.clock.now();
  forgetWhenAway(world, repository, runner);
  const gone = runner.lastSeen;
  world.clock.after(timeSilent, () => {
    const job = repository.jobs.get(runner.jobId ?? 0);
    if (runner.online || runner.lastSeen !== gone || job === undefined) return;
    finishJob(world, repository, job, "failure");
  });
}

/** Removes a runner. Returns false, and leaves it, while it works on a job. */
export function removeRunner(world: World, repository: Repository, runner: Runner): boolean {
  if (runner.jobId !== undefined) return false;
  repository.runners.delete(runner.id);
  wake(runner);
  const job = repository.jobs.get(runner.offeredJobId ?? 0);
  if (job?.assignedTo === runner.id) {
    delete job.assignedTo;
    offerJobs(world, repository);
  }
  return true;
}

function runnerOf(repository: Repository, name: string): Runner {
  for (const runner of repository.runners.values()) if (runner.name === name) return runner;
  throw new Error(`cannot reach the runner: ${fullName(repository)} has no runner named ${name}`);
}

function forgetWhenAway(world: World, repository: Repository, runner: Runner): void {
  const { lastSeen } = runner;
  world.clock.after(timeAway, () => {
    if (!runner.online && runner.lastSeen === lastSeen) removeRunner(world, repository, runner);
  });
}
