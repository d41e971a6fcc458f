import type { RunRow } from "../../database/tables.ts";
import type { CheckRun } from "../../github/check-calls.ts";
import { annotationsOf } from "./annotations-of.ts";
import { retry } from "./check-of-task.ts";
import { pageOfAttempt, type RunView } from "./run-view.ts";
import { boundedText, runWords } from "./words.ts";
import { summaryOfRun } from "./summary-of-run.ts";

/** Returns the check run of a whole run. */
export function checkOfRun(view: RunView): CheckRun {
  const { run, tasks } = view;
  const newest = tasks.flatMap(({ attempts }) => attempts.slice(-1)).at(-1);
  const page = newest === undefined ? undefined : pageOfAttempt(view, newest);
  return {
    name: "debootc",
    headSha: run.sha,
    externalId: `run:${run.id}`,
    ...statusOf(run),
    ...(page === undefined ? {} : { detailsUrl: page }),
    title: titleOf(view),
    summary: boundedText(summaryOfRun(view)),
    annotations: run.failure === null ? [] : annotationsOf(run.failure),
    actions: run.state === "FAILED" || run.state === "CANCELED" ? [retry] : [],
  };
}

function statusOf({ state }: RunRow): Pick<CheckRun, "status" | "conclusion"> {
  switch (state) {
    case "PLANNING":
      return { status: "queued" };
    case "OPEN":
      return { status: "in_progress" };
    case "WAITING":
      return { status: "completed", conclusion: "action_required" };
    case "COMPLETED":
      return { status: "completed", conclusion: "success" };
    case "FAILED":
      return { status: "completed", conclusion: "failure" };
    case "CANCELED":
      return { status: "completed", conclusion: "cancelled" };
    case "INCOMPLETE":
    case "SKIPPED":
      return { status: "completed", conclusion: "neutral" };
  }
}

function titleOf({ run, tasks }: RunView): string {
  if (tasks.length === 0) return runWords[run.state];
  const count = (state: string) => tasks.filter(({ task }) => task.state === state).length;
  const parts = [
    `${count("COMPLETED")} of ${tasks.length} tasks completed`,
    ...(count("RUNNING") === 0 ? [] : [`${count("RUNNING")} running`]),
    ...(count("FAILED") === 0 ? [] : [`${count("FAILED")} failed`]),
    ...(count("CANCELED") === 0 ? [] : [`${count("CANCELED")} canceled`]),
  ];
  return `${runWords[run.state]}: ${parts.join(", ")}`;
}
