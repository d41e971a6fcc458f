import type { AttemptRow, RunRow, TaskRow } from "../../database/tables.ts";

/** Holds a run with all that is shown of it. */
export interface RunView {
  readonly run: RunRow;
  /** OWNER/NAME. */
  readonly repository: string;
  /** In their order. */
  readonly tasks: readonly TaskView[];
  /** The address of GitHub's pages: `https://github.com`. */
  readonly htmlUrl: string;
  /** The page of the release that the run has ended in. */
  readonly releasePage?: string | undefined;
}

/** Holds a task with its attempts, the first of them first. */
export interface TaskView {
  readonly task: TaskRow;
  readonly attempts: readonly AttemptView[];
  /** The end of the log of the last attempt, of a task that failed and of which the hub has a log. */
  readonly lastLines?: readonly string[] | undefined;
}

/** Holds an attempt with the run of GitHub that has its job, if that is known. */
export interface AttemptView extends AttemptRow {
  readonly github_run_id: number | null;
}

/** Returns the page of what a task has come to: of a release itself, else of the last job. */
export function pageOfTask(
  view: Pick<RunView, "repository" | "htmlUrl" | "releasePage">,
  { task, attempts }: TaskView,
): string | undefined {
  if (task.kind === "release") return view.releasePage;
  const last = attempts.at(-1);
  return last === undefined ? undefined : pageOfAttempt(view, last);
}

/** Returns the page of the job of an attempt, or of the run that has it. */
export function pageOfAttempt(
  { repository, htmlUrl }: Pick<RunView, "repository" | "htmlUrl">,
  { github_run_id: run, github_job_id: job }: AttemptView,
): string | undefined {
  if (run === null) return undefined;
  const page = `${htmlUrl}/${repository}/actions/runs/${run}`;
  return job === null ? page : `${page}/job/${job}`;
}
