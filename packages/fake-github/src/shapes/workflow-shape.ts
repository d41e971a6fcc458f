import { stamp } from "../clock/clock.ts";
import { fullName, type Repository } from "../state/repository.ts";
import type { Artifact, Job, Run, Workflow } from "../state/workflow.ts";
import { simpleCommitShape } from "./commit-shape.ts";
import { nodeId } from "./node-id.ts";
import { minimalRepositoryShape, repositoryUrl } from "./repository-shape.ts";
import { type Urls, userShape } from "./user-shape.ts";

/** Returns a workflow. */
export function workflowShape(urls: Urls, repository: Repository, workflow: Workflow) {
  const page = `${urls.html}/${fullName(repository)}`;
  return {
    id: workflow.id,
    node_id: nodeId("W", workflow.id),
    name: workflow.name,
    path: workflow.path,
    state: workflow.state,
    created_at: stamp(workflow.createdAt),
    updated_at: stamp(workflow.createdAt),
    url: `${repositoryUrl(urls, repository)}/actions/workflows/${workflow.id}`,
    html_url: `${page}/blob/${repository.defaultBranch}/${workflow.path}`,
    badge_url: `${page}/workflows/${encodeURIComponent(workflow.name)}/badge.svg`,
  };
}

/** Returns a run (`workflow-run`), for answers and payloads alike. */
export function runShape(urls: Urls, repository: Repository, run: Run) {
  const url = `${repositoryUrl(urls, repository)}/actions/runs/${run.id}`;
  const commit = repository.commits.get(run.headSha);
  const actor = userShape(urls, run.actor);
  const previous = run.attempt > 1 ? `${url}/attempts/${run.attempt - 1}` : null;
  return {
    id: run.id,
    name: run.workflow.name,
    node_id: nodeId("WFR", run.id),
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.workflow.path,
    display_title: run.title,
    run_number: run.number,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion ?? null,
    workflow_id: run.workflow.id,
    check_suite_id: run.checkSuiteId,
    check_suite_node_id: nodeId("CS", run.checkSuiteId),
    url,
    html_url: `${urls.html}/${fullName(repository)}/actions/runs/${run.id}`,
    pull_requests: [],
    created_at: stamp(run.createdAt),
    updated_at: stamp(run.updatedAt),
    actor,
    run_attempt: run.attempt,
    referenced_workflows: [],
    run_started_at: stamp(run.startedAt),
    triggering_actor: actor,
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${repositoryUrl(urls, repository)}/check-suites/${run.checkSuiteId}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: previous,
    workflow_url: `${repositoryUrl(urls, repository)}/actions/workflows/${run.workflow.id}`,
    head_commit: commit === undefined ? null : simpleCommitShape(commit),
    repository: minimalRepositoryShape(urls, repository),
    head_repository: minimalRepositoryShape(urls, repository),
  };
}

/** Returns a job, for answers and payloads alike. */
export function jobShape(urls: Urls, repository: Repository, run: Run, job: Job) {
  const url = repositoryUrl(urls, repository);
  const hasRunner = job.runnerName !== undefined;
  return {
    id: job.id,
    run_id: run.id,
    workflow_name: run.workflow.name,
    head_branch: run.headBranch,
    run_url: `${url}/actions/runs/${run.id}`,
    run_attempt: job.attempt,
    node_id: nodeId("CR", job.id),
    head_sha: run.headSha,
    url: `${url}/actions/jobs/${job.id}`,
    html_url: `${urls.html}/${fullName(repository)}/actions/runs/${run.id}/job/${job.id}`,
    status: job.status,
    conclusion: job.conclusion ?? null,
    created_at: stamp(job.createdAt),
    started_at: stamp(job.startedAt ?? job.createdAt),
    completed_at: job.completedAt === undefined ? null : stamp(job.completedAt),
    name: job.plan.name,
    steps: stepsOf(job),
    check_run_url: `${url}/check-runs/${job.id}`,
    labels: job.plan.labels,
    runner_id: job.runnerId ?? null,
    runner_name: job.runnerName ?? null,
    runner_group_id: hasRunner ? 1 : null,
    runner_group_name: hasRunner ? "Default" : null,
  };
}

/** Returns an artifact. */
export function artifactShape(urls: Urls, repository: Repository, artifact: Artifact, now: number) {
  const url = `${repositoryUrl(urls, repository)}/actions/artifacts/${artifact.id}`;
  const run = repository.runs.get(artifact.runId);
  return {
    id: artifact.id,
    node_id: nodeId("MDg6QXJ0aWZhY3Q", artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.size,
    url,
    archive_download_url: `${url}/zip`,
    expired: artifact.expiresAt <= now,
    created_at: stamp(artifact.createdAt),
    updated_at: stamp(artifact.createdAt),
    expires_at: stamp(artifact.expiresAt),
    digest: artifact.digest ?? null,
    ...(run === undefined
      ? {}
      : {
          workflow_run: {
            id: run.id,
            repository_id: repository.id,
            head_repository_id: repository.id,
            head_branch: run.headBranch,
            head_sha: run.headSha,
          },
        }),
  };
}

function stepsOf({ status, conclusion, startedAt, completedAt }: Job) {
  if (startedAt === undefined) return [];
  return [
    {
      name: "Set up job",
      status,
      conclusion: status !== "completed" ? null : conclusion === "success" ? "success" : "failure",
      number: 1,
      started_at: stamp(startedAt),
      completed_at: completedAt === undefined ? null : stamp(completedAt),
    },
  ];
}
