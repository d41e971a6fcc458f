import { addArtifact } from "../actions/artifacts.ts";
import { finishJob } from "../actions/jobs.ts";
import { connectRunner, disconnectRunner } from "../actions/runners.ts";
import { type NewRun, startRun } from "../actions/runs.ts";
import { resolveRef } from "../state/find.ts";
import { fullName, type Repository } from "../state/repository.ts";
import type { Runner } from "../state/runner.ts";
import type { Artifact, Conclusion, Job, Run } from "../state/workflow.ts";
import type { PlanJobs, World } from "../state/world.ts";
import { accountOf } from "../state/find.ts";

/** Does what runners and workflows do. */
export interface ActionsControl {
  /** Decides from then on which jobs a run has. */
  readonly planJobs: (plan: PlanJobs) => void;
  /** Begins a run that nobody dispatched, such as that of a pull request. */
  readonly startRun: (
    repository: Repository,
    options: {
      readonly workflow: string;
      readonly event: string;
      readonly ref: string;
      readonly actor: string;
    },
  ) => Run;
  /** Connects a registered runner; a deaf one is offered jobs and never begins. */
  readonly connectRunner: (repository: Repository, name: string, options?: { deaf?: boolean }) => Runner;
  readonly disconnectRunner: (repository: Repository, name: string) => void;
  /** Ends a job that runs, with what it printed; for one that has ended already it is too late, and nothing happens. */
  readonly finishJob: (repository: Repository, job: number, conclusion?: Conclusion, log?: string) => void;
  /** Returns the job that a runner works on. */
  readonly jobOf: (repository: Repository, runner: string) => Job | undefined;
  readonly jobsOf: (repository: Repository, run: number) => readonly Job[];
  readonly addArtifact: (
    repository: Repository,
    run: number,
    options: { readonly name: string; readonly content: Uint8Array; readonly days?: number },
  ) => Artifact;
  readonly disableWorkflow: (repository: Repository, path: string) => void;
}

/** Returns the control of Actions. */
export function actionsControl(world: World): ActionsControl {
  return {
    planJobs: (plan) => {
      world.planJobs = plan;
    },
    startRun: (repository, { workflow: path, event, ref, actor }) => {
      const sha = resolveRef(repository, ref);
      if (sha === undefined) throw new Error(`cannot start a run: ${fullName(repository)} has no ref ${ref}`);
      const workflow = workflowAt(repository, path);
      const run: NewRun = { workflow, event, branch: ref, sha, actor: accountOf(world, actor) };
      return startRun(world, repository, run);
    },
    connectRunner: (repository, name, { deaf = false } = {}) => connectRunner(world, repository, name, deaf),
    disconnectRunner: (repository, name) => disconnectRunner(world, repository, name),
    finishJob: (repository, id, conclusion = "success", log = "") => {
      const job = repository.jobs.get(id);
      if (job === undefined) throw new Error(`cannot finish: ${fullName(repository)} has no job ${id}`);
      if (job.status === "queued") throw new Error(`cannot finish: job ${id} still waits for a runner`);
      if (job.status === "completed") return;
      job.log = log;
      finishJob(world, repository, job, conclusion);
    },
    jobOf: ({ runners, jobs }, name) => {
      for (const runner of runners.values()) if (runner.name === name) return jobs.get(runner.jobId ?? 0);
      return undefined;
    },
    jobsOf: ({ jobs }, run) => [...jobs.values()].filter(({ runId }) => runId === run),
    addArtifact: (repository, run, options) => addArtifact(world, repository, run, options),
    disableWorkflow: (repository, path) => {
      workflowAt(repository, path).state = "disabled_manually";
    },
  };
}

function workflowAt(repository: Repository, path: string) {
  const workflow = repository.workflows.get(path);
  if (workflow === undefined)
    throw new Error(`cannot find the workflow: ${fullName(repository)} has no ${path}`);
  return workflow;
}
