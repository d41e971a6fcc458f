import { table } from "@debootc/core/text/markdown";
import { pageOfTask, type RunView } from "./run-view.ts";
import { durationText, failureText, foreign, nameOfTask, runWords, taskWords } from "./words.ts";

/** Returns what is shown of a run, in a check run and in the comment on a pull request. */
export function summaryOfRun(view: RunView): readonly string[] {
  const { run, tasks } = view;
  return [
    `Run ${run.id}${run.compose_id === null ? "" : `, compose ${foreign(run.compose_id)}`}: ${runWords[run.state]}.`,
    ...(run.failure === null && run.reason !== null ? ["", foreign(run.reason)] : []),
    ...(run.failure === null ? [] : ["", ...failureText(run.failure)]),
    ...placelessText(view),
    ...(tasks.length === 0
      ? []
      : ["", ...table(["task", "state", "attempts", "took", "cause"], taskRows(view))]),
  ];
}

/** Faults without a line in a file cannot be annotations. */
function placelessText({ run }: RunView): readonly string[] {
  const placeless = (run.failure?.diagnostics ?? []).filter(({ line }) => line === undefined);
  return placeless.length === 0
    ? []
    : [
        "",
        ...placeless.map(
          ({ file, message }) => `- ${foreign(file === undefined ? message : `${file}: ${message}`)}`,
        ),
      ];
}

function taskRows(view: RunView): readonly (readonly string[])[] {
  return view.tasks.map(({ task, attempts }) => {
    const last = attempts.at(-1);
    const page = pageOfTask(view, { task, attempts });
    const state = `${taskWords[task.state]}${task.required ? "" : " (may fail)"}`;
    return [
      foreign(nameOfTask(task)),
      page === undefined ? state : `[${state}](${page})`,
      `${task.attempt} of ${task.max_attempts}`,
      last === undefined ? "" : durationText(last.started_at, last.ended_at),
      task.failure === null || task.state === "COMPLETED" ? "" : foreign(task.failure.message),
    ];
  });
}
