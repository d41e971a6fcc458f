import type { Repository } from "../state/repository.ts";
import type { Runner } from "../state/runner.ts";
import type { Conclusion, Job, JobPlan, NeedsOfJob, Run } from "../state/workflow.ts";
import type { World } from "../state/world.ts";
import { closeLog } from "./job-log.ts";
import { hasAll, matchJobs } from "./match-jobs.ts";
import { emitJob, emitRun } from "./run-events.ts";

/** Is how long a runner has to take what it is offered. */
export const timeToTake = 60_000;
/** Is how long a job may wait for a runner. */
export const timeInQueue = 24 * 3_600_000;

/** Starts to queue those jobs of a run whose needs are met, and skips those whose needs failed. */
export function queueReadyJobs(world: World, repository: Repository, run: Run): void {
  let isChanged = true;
  while (isChanged) {
    isChanged = false;
    const latest = latestJobs(repository, run);
    for (const plan of run.plan) {
      if (latest.has(plan.name)) continue;
      const needs = (plan.needs ?? []).map((name) => latest.get(name));
      if (needs.some((need) => need?.status !== "completed")) continue;
      const isMet =
        plan.condition?.(needsOf(plan, latest)) ??
        (plan.always === true || needs.every((need) => need?.conclusion === "success"));
      if (isMet) queueJob(world, repository, run, plan);
      else skipJob(world, repository, run, plan);
      isChanged = true;
    }
  }
  offerJobs(world, repository);
  settleRun(world, repository, run);
}

/** Tells how the jobs ended that a job needs; of a matrix the worst counts, and the last outputs. */
export function needsOf({ needs = [] }: JobPlan, latest: ReadonlyMap<string, Job>): NeedsOfJob {
  const found: Record<string, NeedsOfJob[string]> = {};
  for (const name of needs) {
    const job = latest.get(name);
    if (job === undefined) continue;
    const key = job.plan.key ?? name;
    const known = found[key];
    const isWorse = known === undefined || known.result === "success";
    const result = isWorse ? (job.conclusion ?? "failure") : known.result;
    found[key] = { result, outputs: { ...known?.outputs, ...job.outputs } };
  }
  return found;
}

/** Offers queued jobs to free runners until nothing fits any more. */
export function offerJobs(world: World, repository: Repository): void {
  for (const { job, runner } of matchJobs(repository.jobs.values(), repository.runners.values())) {
    const run = repository.runs.get(job.runId);
    if (run === undefined) continue;
    job.assignedTo = runner.id;
    runner.offeredJobId = job.id;
    if (runner.deaf || runner.link === "protocol")
      world.clock.after(timeToTake, () => takeBack(world, repository, job));
    if (runner.link === "protocol") wake(runner);
    else if (!runner.deaf) startJob(world, repository, run, job, runner);
  }
}

/** Ends a job: its runner disappears, and what needed it may begin. */
export function finishJob(world: World, repository: Repository, job: Job, conclusion: Conclusion): void {
  const run = repository.runs.get(job.runId);
  if (run === undefined || job.status === "completed") return;
  const runner = repository.runners.get(job.runnerId ?? job.assignedTo ?? 0);
  if (runner?.jobId === job.id) repository.runners.delete(runner.id);
  else if (runner !== undefined) delete runner.offeredJobId;
  if (runner !== undefined) wake(runner);
  for (const [token, access] of world.jobTokens) if (access.job === job) endToken(world, token);
  delete job.assignedTo;
  closeLog(job);
  job.status = "completed";
  job.conclusion = conclusion;
  job.completedAt = world.clock.now();
  emitJob(world, repository, run, job);
  queueReadyJobs(world, repository, run);
}

/** Returns the newest job of each name that a run has. */
export function latestJobs(repository: Repository, run: Run): Map<string, Job> {
  const latest = new Map<string, Job>();
  for (const job of repository.jobs.values()) {
    if (job.runId !== run.id) continue;
    const known = latest.get(job.plan.name);
    if (known === undefined || known.attempt < job.attempt) latest.set(job.plan.name, job);
  }
  const discarded = run.discarded;
  return new Map([...latest].filter(([, { id }]) => !discarded.has(id)));
}

function queueJob(world: World, repository: Repository, run: Run, plan: JobPlan): void {
  const job = newJob(world, run, plan);
  repository.jobs.set(job.id, job);
  emitJob(world, repository, run, job);
  if (plan.labels.length > 0 && hasAll([...world.hostedLabels], plan.labels)) {
    const id = world.newId();
    startJob(world, repository, run, job, { id, name: `GitHub Actions ${id}` });
    return;
  }
  world.clock.after(timeInQueue, () => {
    if (job.status === "queued") finishJob(world, repository, job, "failure");
  });
}

function skipJob(world: World, repository: Repository, run: Run, plan: JobPlan): void {
  const now = world.clock.now();
  const job: Job = {
    ...newJob(world, run, plan),
    ...{ status: "completed", conclusion: "skipped", completedAt: now },
  };
  repository.jobs.set(job.id, job);
  emitJob(world, repository, run, job);
}

function newJob(world: World, run: Run, plan: JobPlan): Job {
  const now = world.clock.now();
  return {
    ...{ id: world.newId(), runId: run.id, attempt: run.attempt, plan, status: "queued" },
    ...{ createdAt: now, queuedAt: now, requeues: 0, log: "" },
    ...{ outputs: {}, isCancelled: false },
  };
}

/** Lets a runner begin a job, whether it was offered to it or is done by GitHub's own machines. */
export function startJob(
  world: World,
  repository: Repository,
  run: Run,
  job: Job,
  { id, name }: { readonly id: number; readonly name: string },
): void {
  const runner = repository.runners.get(id);
  if (runner !== undefined) {
    runner.jobId = job.id;
    delete runner.offeredJobId;
    world.ledger.pairs.push({ job: job.id, runner: id, labels: job.plan.labels });
  }
  delete job.assignedTo;
  job.runnerId = id;
  job.runnerName = name;
  job.status = "in_progress";
  job.startedAt = world.clock.now();
  emitJob(world, repository, run, job);
  settleRun(world, repository, run);
}

/** Calls back the requests of a runner that wait: something changed for it. */
export function wake({ waiting }: Runner): void {
  for (const call of waiting) call();
}

function endToken(world: World, token: string): void {
  world.jobTokens.delete(token);
  world.tokens.delete(token);
}

/** Nobody took it: the job is in the queue again, and keeps its place. */
function takeBack(world: World, repository: Repository, job: Job): void {
  const runner = repository.runners.get(job.assignedTo ?? 0);
  if (job.status !== "queued" || runner?.offeredJobId !== job.id) return;
  delete job.assignedTo;
  delete runner.offeredJobId;
  runner.missed += 1;
  job.requeues += 1;
  offerJobs(world, repository);
}

/** Brings a run into the state that its jobs imply. */
function settleRun(world: World, repository: Repository, run: Run): void {
  const jobs = [...latestJobs(repository, run).values()];
  if (run.status === "completed") return;
  if (run.status === "queued" && jobs.some(({ status }) => status !== "queued")) {
    run.status = "in_progress";
    run.updatedAt = world.clock.now();
    emitRun(world, repository, run, "in_progress");
  }
  if (jobs.length < run.plan.length || jobs.some(({ status }) => status !== "completed")) return;
  run.status = "completed";
  run.conclusion = conclusionOf(jobs);
  run.updatedAt = world.clock.now();
  emitRun(world, repository, run, "completed");
}

function conclusionOf(jobs: readonly Job[]): Conclusion {
  const has = (wanted: Conclusion) => jobs.some(({ conclusion }) => conclusion === wanted);
  if (has("failure") || has("timed_out")) return "failure";
  return has("cancelled") ? "cancelled" : "success";
}
