import { actionsApp } from "../apps/job-token.ts";
import type { Account } from "../state/account.ts";
import { fullRef } from "../state/find.ts";
import { fullName, type Repository } from "../state/repository.ts";
import type { Job, JobPlan, Run, Workflow } from "../state/workflow.ts";
import type { World } from "../state/world.ts";
import { suiteOf } from "../checks/request-check-suites.ts";
import { finishJob, latestJobs, queueReadyJobs, wake } from "./jobs.ts";
import { emitRun } from "./run-events.ts";

/** Describes a run that begins. */
export interface NewRun {
  readonly workflow: Workflow;
  readonly event: string;
  /** The branch or tag that it runs on, as the API shows it. */
  readonly branch: string;
  readonly sha: string;
  readonly actor: Account;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly title?: string;
}

/** Plans the jobs of a run that may then begin. Throws if its workflow or what plans it is at fault. */
export function planRun(world: World, repository: Repository, options: NewRun): readonly JobPlan[] {
  const { workflow, event, branch, sha, actor, inputs = {} } = options;
  const plan = world.planJobs({
    ...{ repository: fullName(repository), workflow: workflow.path, ref: branch, inputs },
    ...{ fullRef: fullRef(repository, branch), sha, event, actor: actor.login },
    file: repository.commits.get(sha)?.tree.get(workflow.path)?.toString(),
  });
  checkPlan(plan.map(({ name }) => name));
  return plan;
}

/** Begins a run with the jobs that the world plans for it. */
export function startRun(
  world: World,
  repository: Repository,
  options: NewRun,
  plan = planRun(world, repository, options),
): Run {
  const { workflow, event, branch, sha, actor, inputs = {} } = options;
  const now = world.clock.now();
  const run: Run = {
    ...{ id: world.newId(), workflow, number: nextNumber(repository, workflow), attempt: 1, event },
    ...{ headBranch: branch, headSha: sha, actor, title: options.title ?? workflow.name, inputs },
    ...{ checkSuiteId: suiteOf(world, repository, actionsApp, sha, branch).id, status: "queued" },
    ...{ plan, discarded: new Set<number>(), createdAt: now, startedAt: now, updatedAt: now },
  };
  repository.runs.set(run.id, run);
  emitRun(world, repository, run, "requested");
  queueReadyJobs(world, repository, run);
  return run;
}

/** Is how long the runner of a job that is cancelled may take to clean up. */
export const timeToCancel = 5 * 60_000;

/**
 * Cancels what is not done of a run. A job ends at once, unless a program runs it: that is told, and has five minutes. By
 * force nobody is waited for.
 */
export function cancelRun(world: World, repository: Repository, run: Run, byForce = false): void {
  for (const job of latestJobs(repository, run).values()) {
    const runner = repository.runners.get(job.runnerId ?? 0);
    const end = () => finishJob(world, repository, job, "cancelled");
    if (job.status === "completed") continue;
    if (byForce || job.status === "queued" || runner?.link !== "protocol") end();
    else if (!job.isCancelled) {
      job.isCancelled = true;
      wake(runner);
      world.clock.after(timeToCancel, end);
    }
  }
}

/** Runs jobs again as a new attempt: all of them, or some and all that need these. */
export function rerun(world: World, repository: Repository, run: Run, which: (job: Job) => boolean): void {
  const latest = latestJobs(repository, run);
  const again = new Set([...latest.values()].filter(which).map(({ plan }) => plan.name));
  for (const { name, needs } of run.plan)
    if (needs?.some((need) => again.has(need)) === true) again.add(name);
  for (const [name, { id }] of latest) if (again.has(name)) run.discarded.add(id);
  run.attempt += 1;
  run.status = "queued";
  delete run.conclusion;
  run.startedAt = world.clock.now();
  run.updatedAt = world.clock.now();
  emitRun(world, repository, run, "requested");
  queueReadyJobs(world, repository, run);
}

function nextNumber(repository: Repository, workflow: Workflow): number {
  return [...repository.runs.values()].filter((run) => run.workflow === workflow).length + 1;
}

function checkPlan(names: readonly string[]): void {
  if (names.length === 0 || names.length > 256)
    throw new Error(`cannot start a run: its plan has ${names.length} jobs; allowed: 1 to 256`);
  if (new Set(names).size !== names.length)
    throw new Error("cannot start a run: two jobs of its plan have the same name; give each its own");
}
