/** Names the log of an attempt at a task. */
export interface LogKey {
  readonly taskId: number;
  readonly attempt: number;
}

/** Orders logs by their tasks and attempts. */
export function compareLogKeys(one: LogKey, other: LogKey): number {
  return one.taskId - other.taskId || one.attempt - other.attempt;
}
