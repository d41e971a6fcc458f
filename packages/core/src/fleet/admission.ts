/** Holds everything that decides whether a runner may be made for an attempt, from the hub's books and from GitHub. */
export interface AdmissionFacts {
  readonly label: string;
  readonly repository: { readonly id: number; readonly state: string; readonly defaultBranch: string };
  readonly installation: { readonly state: string };
  /** The run of the hub, and the dispatch that carries the attempt. */
  readonly run: {
    readonly state: string;
    readonly sha: string;
    readonly isFork: boolean;
    readonly approvedSha: string | null;
  };
  readonly dispatch: {
    readonly workflow: string;
    readonly ref: string;
    readonly githubRunId: number | null;
  };
  readonly jobId: number | null;
  /** What GitHub says of the run; absent if it knows none. */
  readonly githubRun?: GitHubRunFacts | undefined;
  /** What GitHub says of the job; absent if it knows none. */
  readonly job?: JobFacts | undefined;
  /** The login of the App itself, which starts what the hub dispatches. */
  readonly appLogin: string;
}

/** Describes a run of GitHub. */
export interface GitHubRunFacts {
  readonly id: number;
  readonly event: string;
  /** Path of the workflow; GitHub may add `@` and a ref. */
  readonly path: string;
  readonly branch: string | null;
  readonly sha: string;
  readonly actor: string;
  /** The repositories that the run, and its commit, are of. */
  readonly repositoryId: number;
  readonly headRepositoryId: number | null;
}

/** Describes a job of GitHub. */
export interface JobFacts {
  readonly id: number;
  readonly runId: number;
  readonly sha: string;
  readonly labels: readonly string[];
  readonly status: string;
}

/** Says whether a runner may be made. `over`: the job needs none any more; `later`: GitHub holds it back for now. */
export type Admission =
  | { readonly kind: "admitted" }
  | { readonly kind: "over"; readonly why: string }
  | { readonly kind: "later"; readonly why: string }
  | { readonly kind: "refused"; readonly why: string };

/**
 * Decides whether a runner may be made for a job: only for the job of the very run that the hub has dispatched, of the
 * workflow and ref that it has named, with the label of this attempt and no other. Whoever copies a label gets no runner.
 */
export function admission(facts: AdmissionFacts): Admission {
  const waits = whyLater(facts);
  if (waits !== undefined) return { kind: "later", why: waits };
  const why = runFaults(facts) ?? jobFaults(facts);
  if (why !== undefined) return { kind: "refused", why };
  const { run, job } = facts;
  if (run.state !== "OPEN") return { kind: "over", why: `the run is ${run.state}` };
  if (job?.status === "queued") return { kind: "admitted" };
  const isOver = job?.status === "in_progress" || job?.status === "completed";
  return { kind: isOver ? "over" : "later", why: `the job is ${job?.status ?? "unknown"} on GitHub` };
}

/** Access may be given back, and GitHub shows what it has made a moment later. */
function whyLater({ repository, installation, githubRun, job }: AdmissionFacts): string | undefined {
  if (repository.state !== "active") return `the repository is ${repository.state}`;
  if (installation.state !== "active") return `the installation of the App is ${installation.state}`;
  if (githubRun === undefined) return "GitHub knows no run of its dispatch";
  return job === undefined ? "GitHub does not show its job" : undefined;
}

function runFaults({ repository, run, dispatch, githubRun, appLogin }: AdmissionFacts): string | undefined {
  if (run.isFork && run.approvedSha !== run.sha) return "the commit is a fork's, and nobody approved it";
  if (githubRun === undefined) return undefined;
  if (githubRun.id !== dispatch.githubRunId) {
    return `run ${githubRun.id} of GitHub is not the one that was dispatched, ${dispatch.githubRunId}`;
  }
  if (githubRun.event !== "workflow_dispatch") return `the run was started by ${githubRun.event}`;
  if (githubRun.actor !== appLogin) return `the run was started by ${githubRun.actor}, not by ${appLogin}`;
  const path = githubRun.path.split("@")[0];
  if (path !== `.github/workflows/${dispatch.workflow}`) {
    return `the run is of ${path}, not of .github/workflows/${dispatch.workflow}`;
  }
  if (githubRun.repositoryId !== repository.id || githubRun.headRepositoryId !== repository.id) {
    return "the workflow is that of another repository";
  }
  const branch = branchOf(dispatch.ref, repository.defaultBranch);
  if (githubRun.branch !== branch) {
    return `the workflow is that of ${githubRun.branch ?? "no branch"}, not of ${branch}`;
  }
  return undefined;
}

function jobFaults({ label, jobId, githubRun, job }: AdmissionFacts): string | undefined {
  if (job === undefined) return undefined;
  if (job.id !== jobId || job.runId !== githubRun?.id) return "the job is not the one of this attempt";
  if (job.sha !== githubRun.sha) return "the job is of another commit than its run";
  if (job.labels.length !== 1 || job.labels[0] !== label) {
    return `the job wants the labels ${job.labels.join(", ")}, not only ${label}`;
  }
  return undefined;
}

/** The workflow of a branch or tag is its own; that of a pull request is the default branch's. */
function branchOf(ref: string, defaultBranch: string): string {
  return /^refs\/(?:heads|tags)\/(.+)$/.exec(ref)?.[1] ?? defaultBranch;
}
