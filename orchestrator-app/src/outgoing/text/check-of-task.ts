import { code, codeBlock, table } from "@debootc/core/text/markdown";
import type { TaskRow } from "../../database/tables.ts";
import type { CheckAction, CheckRun } from "../../github/check-calls.ts";
import { annotationsOf } from "./annotations-of.ts";
import { pageOfAttempt, pageOfTask, type RunView, type TaskView } from "./run-view.ts";
import { boundedText, durationText, failureText, foreign, nameOfTask, taskWords } from "./words.ts";

/** Returns the check run of one task. */
export function checkOfTask(view: Omit<RunView, "tasks">, taskView: TaskView): CheckRun {
  const { task } = taskView;
  const page = pageOfTask(view, taskView);
  return {
    name: `debootc: ${nameOfTask(task)}`,
    headSha: view.run.sha,
    externalId: `task:${task.id}`,
    ...statusOf(task),
    ...(page === undefined ? {} : { detailsUrl: page }),
    title: titleOf(task),
    summary: boundedText(summaryOf(view, taskView)),
    annotations: task.failure === null ? [] : annotationsOf(task.failure),
    actions: task.state === "FAILED" || task.state === "CANCELED" ? [retry] : [],
  };
}

/** Describes the button that lets something be tried again; the intake knows it by its identifier. */
export const retry: CheckAction = {
  label: "Retry",
  description: "Try this again",
  identifier: "retry",
};

function statusOf({ state, required, failure }: TaskRow): Pick<CheckRun, "status" | "conclusion"> {
  switch (state) {
    case "FREE":
    case "ASSIGNED":
      return { status: "queued" };
    case "RUNNING":
      return { status: "in_progress" };
    case "COMPLETED":
      return { status: "completed", conclusion: "success" };
    case "CANCELED":
      return { status: "completed", conclusion: "cancelled" };
    case "FAILED":
      if (!required) return { status: "completed", conclusion: "neutral" };
      return {
        status: "completed",
        conclusion: failure?.class === "time-out" ? "timed_out" : "failure",
      };
  }
}

function titleOf({ state, attempt, max_attempts: most, required }: TaskRow): string {
  const tries = attempt > 1 ? `, attempt ${attempt} of ${most}` : "";
  const mayFail = state === "FAILED" && !required ? "; the run goes on without it" : "";
  return `${taskWords[state]}${tries}${mayFail}`;
}

function summaryOf(
  view: Omit<RunView, "tasks">,
  { task, attempts, lastLines = [] }: TaskView,
): readonly string[] {
  const { run } = view;
  const ended = task.failure === null || task.state === "COMPLETED" ? [] : ["", ...failureText(task.failure)];
  const again =
    task.state === "FREE" && task.failure !== null
      ? ["", `It is tried again at ${timeText(task.due_at)}.`]
      : [];
  const rows = attempts.map((attempt) => {
    const page = pageOfAttempt(view, attempt);
    return [
      String(attempt.number),
      page === undefined ? "" : `[job](${page})`,
      attempt.runner === null ? "" : foreign(attempt.runner),
      durationText(attempt.started_at, attempt.ended_at),
      attempt.failure === null ? "" : foreign(attempt.failure.message),
    ];
  });
  return [
    `Run ${run.id}${run.compose_id === null ? "" : `, compose ${foreign(run.compose_id)}`}: ${taskWords[task.state]}.`,
    ...ended,
    ...again,
    ...(rows.length === 0 ? [] : ["", ...table(["attempt", "job", "runner", "took", "failed by"], rows)]),
    ...(lastLines.length === 0 ? [] : logText(task, lastLines)),
  ];
}

const longestLogLine = 300;

function logText({ id }: TaskRow, lines: readonly string[]): readonly string[] {
  const shown = lines.map((line) =>
    line.length > longestLogLine ? `${line.slice(0, longestLogLine)}…` : line,
  );
  return [
    ...["", "The last lines of its log:", "", ...codeBlock(shown), ""],
    `All of it: ${code(`debootc orchestrator logs ${id}`)}`,
  ];
}

function timeText(moment: Date): string {
  return `${moment.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
