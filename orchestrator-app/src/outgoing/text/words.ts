import type { RunState } from "@debootc/core/task/run-state";
import type { TaskState } from "@debootc/core/task/task-state";
import { code } from "@debootc/core/text/markdown";
import type { Failure, TaskRow } from "../../database/tables.ts";

/** Maps states of tasks to words for people. */
export const taskWords: Readonly<Record<TaskState, string>> = {
  FREE: "waiting",
  ASSIGNED: "waiting for a runner",
  RUNNING: "running",
  COMPLETED: "completed",
  FAILED: "failed",
  CANCELED: "canceled",
};

/** Maps states of runs to words for people. */
export const runWords: Readonly<Record<RunState, string>> = {
  PLANNING: "being planned",
  WAITING: "waiting for approval",
  OPEN: "under way",
  COMPLETED: "completed",
  INCOMPLETE: "finished incomplete",
  FAILED: "failed",
  CANCELED: "canceled",
  SKIPPED: "skipped",
};

/** Names a task as people see it: a leg by its own name, anything else with its kind. */
export function nameOfTask({ kind, name }: Pick<TaskRow, "kind" | "name">): string {
  return kind === "leg" || name === kind ? name : `${kind} ${name}`;
}

const longest = 500;

/** Shows a text that somebody else wrote, such as a message that quotes a file, as code: nothing in it is markup. */
export function foreign(text: string): string {
  return code(text.length > longest ? `${text.slice(0, longest)}…` : text);
}

/** Says why something failed, and what to do next, as paragraphs of Markdown. */
export function failureText({ code: word, class: kind, message, hint }: Failure): readonly string[] {
  return [
    `**Cause** (${kind}, ${foreign(word)}): ${foreign(message)}`,
    ...(hint === undefined ? [] : ["", `**Next step:** ${foreign(hint)}`]),
  ];
}

/** Says how long something took: `1 h 05 min`. */
export function durationText(from: Date | null, to: Date | null): string {
  if (from === null || to === null) return "";
  const seconds = Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, "0")} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** GitHub takes so many characters of a summary or comment. */
const mostCharacters = 65_000;

/** Joins lines, and leaves out those that GitHub has no room for. */
export function boundedText(lines: readonly string[]): string {
  let length = 0;
  const fit = lines.findIndex((line) => {
    length += line.length + 1;
    return length > mostCharacters;
  });
  return fit < 0
    ? lines.join("\n")
    : [...lines.slice(0, fit), "", `${lines.length - fit} more lines`].join("\n");
}
