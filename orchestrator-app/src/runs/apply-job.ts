import type { FailureClass } from "@debootc/core/error/failure-class";
import { decideRetry, defaultRetryRules } from "@debootc/core/task/decide-retry";
import { isActive } from "@debootc/core/task/task-state";
import type { Queries } from "../database/database.ts";
import type { AttemptRow, Failure, RunRow, TaskRow } from "../database/tables.ts";
import { settleRun } from "../store/move-run.ts";
import { type Cause, lockRun, moveTask } from "../store/move-task.ts";
import { want } from "../store/outgoing.ts";
import { bindDispatch } from "./bind-dispatch.ts";

/** Describes what GitHub says of a job, in an event or when it is asked. */
export interface JobReport {
  readonly githubRunId: number;
  readonly jobId: number;
  readonly name: string;
  readonly labels: readonly string[];
  readonly status: "queued" | "waiting" | "in_progress" | "completed";
  readonly conclusion: string | null;
  readonly runner: string | null;
  readonly at: Date;
  /** The repository whose event says so; absent where the repository of the task was asked. */
  readonly repositoryId?: number;
  /** What the job said of its failure, if it is known. */
  readonly failure?: Failure;
}

/** Begins the label of each attempt. */
export const labelPrefix = "debootc-t-";

/**
 * Applies what GitHub says of a job to the attempt that its label or its name tells. A report of an attempt that is over,
 * or that comes late, changes nothing; a job that failed is looked at before anything follows from it. Returns what came of it, for the record of the delivery.
 */
export async function applyJob(queries: Queries, report: JobReport): Promise<string> {
  const label = labelOf(report);
  const run = label === undefined ? undefined : await runOfLabel(queries, label);
  if (label === undefined || run === undefined) return "ignored: no task has this job";
  // Labels are no secret: whoever sees one can give it to a job elsewhere.
  if (report.repositoryId !== undefined && report.repositoryId !== run.repository_id)
    return "ignored: the task with this label is of another repository";
  const attempt = await queries
    .selectFrom("attempt")
    .selectAll()
    .where("label", "=", label)
    .executeTakeFirstOrThrow();
  const task = await queries
    .selectFrom("task")
    .selectAll()
    .where("id", "=", attempt.task_id)
    .executeTakeFirstOrThrow();
  if (attempt.ended_at !== null || attempt.number !== task.attempt)
    return `ignored: attempt ${attempt.number} is over`;
  if (attempt.dispatch_id === null) return "ignored: the hub does this task itself";
  if (!(await bindDispatch(queries, attempt.dispatch_id, report))) {
    return `ignored: another run of GitHub has attempt ${attempt.number}`;
  }
  await noteJob(queries, attempt, report);
  if (isUnexplained(report) && isActive(task.state)) {
    await wantLook(queries, run, { label, report });
    return `task ${task.id}: GitHub is asked what job ${report.jobId} failed by`;
  }
  const cause = { cause: `job ${report.status}`, actor: "github", at: report.at };
  const moved = await moveByJob(queries, task, report, cause);
  if (moved === undefined) return `no change: task ${task.id} is ${task.state}`;
  await settleRun(queries, run, [moved], cause);
  return `task ${task.id}: ${task.state} -> ${moved.state}`;
}

/** Returns the label of an attempt: one of the job's own, or at the end of its name where GitHub's runners build. */
function labelOf({ labels, name }: JobReport): string | undefined {
  return labels.find((one) => one.startsWith(labelPrefix)) ?? /debootc-t-[0-9a-z-]+/.exec(name)?.[0];
}

/** Locks the run that a label belongs to. Whoever changes a run locks it first, so that no two wait for each other. */
async function runOfLabel(queries: Queries, label: string): Promise<RunRow | undefined> {
  const found = await queries
    .selectFrom("attempt")
    .innerJoin("task", "task.id", "attempt.task_id")
    .select("task.run_id")
    .where("label", "=", label)
    .executeTakeFirst();
  return found === undefined ? undefined : lockRun(queries, found.run_id);
}

/** A job that ran and failed may have said by what, which decides whether it is tried again. */
function isUnexplained({ status, conclusion, runner, failure }: JobReport): boolean {
  return status === "completed" && conclusion === "failure" && runner !== null && failure === undefined;
}

/** The task stays as it is until that is known. */
async function wantLook(
  queries: Queries,
  { repository_id }: RunRow,
  { label, report }: { readonly label: string; readonly report: JobReport },
): Promise<void> {
  const row = { key: lookKey(label), kind: "look" as const, repositoryId: repository_id, detail: report };
  await want(queries, [row], report.at);
}

/** Returns the key of the row by which GitHub is asked what the job of an attempt failed by. */
export function lookKey(label: string): string {
  return `look:${label}`;
}

async function noteJob(
  queries: Queries,
  attempt: AttemptRow,
  { jobId, runner, status, at }: JobReport,
): Promise<void> {
  await queries
    .updateTable("attempt")
    .set({
      github_job_id: jobId,
      ...(runner === null ? {} : { runner }),
      ...(attempt.started_at === null && hasBegun({ status, runner }) ? { started_at: at } : {}),
    })
    .where("label", "=", attempt.label)
    .execute();
}

/** The event of its beginning may be lost; GitHub ends jobs that no runner had, too. */
function hasBegun({ status, runner }: Pick<JobReport, "status" | "runner">): boolean {
  return status === "in_progress" || (status === "completed" && runner !== null);
}

async function moveByJob(
  queries: Queries,
  task: TaskRow,
  report: JobReport,
  cause: Cause,
): Promise<TaskRow | undefined> {
  const { status, conclusion } = report;
  if (status === "in_progress") return moveTask(queries, task, { ...cause, to: "RUNNING" });
  if (status !== "completed") return undefined;
  if (conclusion === "success") return moveTask(queries, task, { ...cause, to: "COMPLETED" });
  if (conclusion === "cancelled") {
    return moveTask(queries, task, { ...cause, to: "CANCELED", cause: "canceled on GitHub" });
  }
  return failAttempt(queries, task, report.failure ?? failureOf(report), cause);
}

/** Ends the current attempt of a task as failed: the task becomes free again if its class of failure is worth a retry. */
export async function failAttempt(
  queries: Queries,
  task: TaskRow,
  failure: Failure,
  cause: Cause,
): Promise<TaskRow | undefined> {
  const decision = decideRetry(failure.class, task.attempt, {
    ...defaultRetryRules,
    attempts: task.max_attempts,
  });
  const detail = { retry: decision.why };
  if (!decision.retry) return moveTask(queries, task, { ...cause, to: "FAILED", failure, detail });
  const dueAt = new Date(cause.at.getTime() + decision.afterSeconds * 1000);
  return moveTask(queries, task, { ...cause, to: "FREE", failure, dueAt, detail });
}

/** Says what a job that failed without its own words failed by: GitHub's conclusion is all that is known. */
export function failureOf({ conclusion, name, runner }: JobReport): Failure {
  const say = (code: string, kind: FailureClass, message: string): Failure => ({
    code,
    class: kind,
    message,
  });
  switch (conclusion) {
    case "timed_out":
      return say(
        "time-out",
        "time-out",
        `GitHub ended the job ${name}: it took longer than its workflow allows`,
      );
    case "startup_failure":
      return say(
        "workflow-invalid",
        "configuration",
        `GitHub could not start the workflow of the job ${name}`,
      );
    case "stale":
    case "skipped":
      return say("job-lost", "infrastructure", `the job ${name} never ran: GitHub calls it ${conclusion}`);
    default:
      return runner === null
        ? say(
            "job-lost",
            "infrastructure",
            `the job ${name} ended as ${conclusion ?? "unknown"} before a runner had it`,
          )
        : say(
            "job-failed",
            "package",
            `the job ${name} ended as ${conclusion ?? "unknown"}; its log says why`,
          );
  }
}
