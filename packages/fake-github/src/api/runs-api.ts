import { cancelRun, rerun } from "../actions/runs.ts";
import { jobShape, runShape } from "../shapes/workflow-shape.ts";
import { findJob } from "../state/world.ts";
import type { Job, Run } from "../state/workflow.ts";
import { ApiError } from "./api-error.ts";
import { type Answer, type Call, found, type Handler, idOf, repositoryOf } from "./call.ts";
import { workflowOf } from "./dispatch-api.ts";
import { paginate } from "./paginate.ts";

/** Answers what concerns runs and their jobs. */
export const runsApi = {
  "actions/list-workflow-runs-for-repo": (call) => listRuns(call, () => true),
  "actions/list-workflow-runs": (call) => {
    const workflow = workflowOf(call);
    return listRuns(call, (run) => run.workflow === workflow);
  },
  "actions/get-workflow-run": (call) => ({
    status: 200,
    body: runShape(call.world.urls, repositoryOf(call), runOf(call)),
  }),
  "actions/list-jobs-for-workflow-run": (call) => {
    const run = runOf(call);
    const all = call.query["filter"] === "all";
    return listJobs(call, run, (job) => all || !run.discarded.has(job.id));
  },
  "actions/list-jobs-for-workflow-run-attempt": (call) => {
    const attempt = idOf(call, "attempt_number");
    return listJobs(call, runOf(call), (job) => job.attempt === attempt);
  },
  "actions/get-job-for-workflow-run": (call) => {
    const repository = repositoryOf(call);
    const { job, run } = found(findJob(repository, idOf(call, "job_id")));
    return { status: 200, body: jobShape(call.world.urls, repository, run, job) };
  },
  "actions/download-job-logs-for-workflow-run": (call) => {
    const { job } = found(findJob(repositoryOf(call), idOf(call, "job_id")));
    if (job.status !== "completed") throw new ApiError(404, "Not Found");
    return { status: 302, headers: { location: `${call.world.urls.html}/download/log/${job.id}` } };
  },
  "actions/cancel-workflow-run": (call) => cancel(call, false),
  "actions/force-cancel-workflow-run": (call) => cancel(call, true),
  "actions/re-run-workflow": (call) => again(call, runOf(call), () => true),
  "actions/re-run-workflow-failed-jobs": (call) =>
    again(call, runOf(call), ({ conclusion }) => conclusion !== "success"),
  "actions/re-run-job-for-workflow-run": (call) => {
    const { job, run } = found(findJob(repositoryOf(call), idOf(call, "job_id")));
    return again(call, run, ({ plan }) => plan.name === job.plan.name);
  },
} as const satisfies Readonly<Record<string, Handler>>;

function runOf(call: Call): Run {
  return found(repositoryOf(call).runs.get(idOf(call, "run_id")));
}

function listRuns(call: Call, isWanted: (run: Run) => boolean): Answer {
  const repository = repositoryOf(call);
  const { status, branch, event, head_sha: sha, actor, created } = call.query;
  const since = /^>=?(.+)$/.exec(created ?? "")?.[1];
  const runs = [...repository.runs.values()].filter(
    (run) =>
      isWanted(run) &&
      (status === undefined || run.status === status || run.conclusion === status) &&
      (branch === undefined || run.headBranch === branch) &&
      (event === undefined || run.event === event) &&
      (sha === undefined || run.headSha === sha) &&
      (actor === undefined || run.actor.login === actor) &&
      (since === undefined || run.createdAt >= Date.parse(since)),
  );
  return paginate(call, runs.reverse(), (page, total) => ({
    total_count: total,
    workflow_runs: page.map((run) => runShape(call.world.urls, repository, run)),
  }));
}

function listJobs(call: Call, run: Run, isWanted: (job: Job) => boolean): Answer {
  const repository = repositoryOf(call);
  const jobs = [...repository.jobs.values()].filter((job) => job.runId === run.id && isWanted(job));
  return paginate(call, jobs, (page, total) => ({
    total_count: total,
    jobs: page.map((job) => jobShape(call.world.urls, repository, run, job)),
  }));
}

function cancel(call: Call, byForce: boolean): Answer {
  const run = runOf(call);
  if (run.status === "completed") throw new ApiError(409, "Cannot cancel a workflow run that is completed.");
  cancelRun(call.world, repositoryOf(call), run, byForce);
  return { status: 202, body: {} };
}

function again(call: Call, run: Run, which: (job: Job) => boolean): Answer {
  if (run.status !== "completed") throw new ApiError(403, "This workflow is already running");
  rerun(call.world, repositoryOf(call), run, which);
  return { status: 201, body: {} };
}
