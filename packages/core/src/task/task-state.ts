/** Lists the states of a task, in Koji's words. */
export const taskStates = ["FREE", "ASSIGNED", "RUNNING", "COMPLETED", "FAILED", "CANCELED"] as const;
export type TaskState = (typeof taskStates)[number];

/**
 * Maps each state of a task to those that may follow it. The hub's database enforces the same table. `FREE` follows an
 * attempt that is to be repeated. A result may come without `RUNNING` before it: events of GitHub overtake each other.
 */
export const taskTransitions: Readonly<Record<TaskState, readonly TaskState[]>> = {
  FREE: ["ASSIGNED", "FAILED", "CANCELED"],
  ASSIGNED: ["FREE", "RUNNING", "COMPLETED", "FAILED", "CANCELED"],
  RUNNING: ["FREE", "COMPLETED", "FAILED", "CANCELED"],
  COMPLETED: [],
  FAILED: ["FREE"],
  CANCELED: ["FREE"],
};

export function mayMove(from: TaskState, to: TaskState): boolean {
  return taskTransitions[from].includes(to);
}

/** Returns whether nothing more happens to a task unless a person asks for it. */
export function isOver(state: TaskState): boolean {
  return state === "COMPLETED" || state === "FAILED" || state === "CANCELED";
}

/** Returns whether an attempt of the task is under way. */
export function isActive(state: TaskState): boolean {
  return state === "ASSIGNED" || state === "RUNNING";
}
