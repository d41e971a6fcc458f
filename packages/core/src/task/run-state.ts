import { isOver, type TaskState } from "./task-state.ts";

/**
 * Lists the states of a run: `PLANNING` until its tasks are known, `WAITING` for the approval of a fork's commit, `OPEN`
 * while tasks are under way, `SKIPPED` if the configuration wants nothing of its cause. `INCOMPLETE` is Pungi's
 * FINISHED_INCOMPLETE: only what may fail has failed.
 */
export const runStates = [
  "PLANNING",
  "WAITING",
  "OPEN",
  "COMPLETED",
  "INCOMPLETE",
  "FAILED",
  "CANCELED",
  "SKIPPED",
] as const;
export type RunState = (typeof runStates)[number];

/** Returns what a run has come to by its tasks: `OPEN` while one of them is not over. */
export function runStateOf(
  tasks: readonly { readonly state: TaskState; readonly required: boolean }[],
): Extract<RunState, "OPEN" | "COMPLETED" | "INCOMPLETE" | "FAILED" | "CANCELED"> {
  if (tasks.some(({ state }) => !isOver(state))) return "OPEN";
  const required = tasks.filter((task) => task.required);
  if (required.some(({ state }) => state === "FAILED")) return "FAILED";
  if (required.some(({ state }) => state === "CANCELED")) return "CANCELED";
  return tasks.every(({ state }) => state === "COMPLETED") ? "COMPLETED" : "INCOMPLETE";
}

/** Returns whether a run is over. */
export function isRunOver(state: RunState): boolean {
  return state !== "PLANNING" && state !== "WAITING" && state !== "OPEN";
}
