import { mayMove, type TaskState } from "@debootc/core/task/task-state";
import type { Queries } from "../database/database.ts";
import type { Failure, TaskRow } from "../database/tables.ts";

/** Says who or what changes a state, and when. */
export interface Cause {
  /** `job in_progress`, `time-out`, `comment`, `api`, ... */
  readonly cause: string;
  /** A login of GitHub, the name of a key, or `hub`. */
  readonly actor: string;
  readonly at: Date;
}

interface Move extends Cause {
  readonly to: TaskState;
  /** Why it failed; kept while the task is free for another attempt. */
  readonly failure?: Failure;
  /** When the next attempt may begin; at once if absent. */
  readonly dueAt?: Date;
  readonly detail?: object;
}

/**
 * Moves a task, which the transaction has locked, to another state, and records the change. Returns undefined, and changes
 * nothing, if that state cannot follow: reports come late and twice.
 */
export async function moveTask(queries: Queries, task: TaskRow, move: Move): Promise<TaskRow | undefined> {
  const { to, at, cause, actor, failure, dueAt, detail } = move;
  if (!mayMove(task.state, to)) return undefined;
  const moved = await queries
    .updateTable("task")
    .set({
      state: to,
      since: at,
      failure:
        failure === undefined ? (to === "COMPLETED" ? null : jsonOf(task.failure)) : JSON.stringify(failure),
      ...(to === "ASSIGNED" ? { attempt: task.attempt + 1 } : {}),
      ...(to === "FREE" ? { due_at: dueAt ?? at } : {}),
    })
    .where("id", "=", task.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  if (to !== "RUNNING" && to !== "ASSIGNED") {
    await queries
      .updateTable("attempt")
      .set({ ended_at: at, failure: failure === undefined ? null : JSON.stringify(failure) })
      .where("task_id", "=", task.id)
      .where("ended_at", "is", null)
      .execute();
  }
  await queries
    .insertInto("change")
    .values({
      run_id: task.run_id,
      task_id: task.id,
      from_state: task.state,
      to_state: to,
      cause,
      actor,
      at,
      detail:
        detail === undefined && failure === undefined
          ? null
          : JSON.stringify({ ...detail, ...(failure ? { failure } : {}) }),
    })
    .execute();
  return moved;
}

function jsonOf(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

/** Locks the run of some tasks, so that whoever changes its tasks does so alone. Returns nothing if it is unknown. */
export async function lockRun(queries: Queries, runId: number) {
  return queries.selectFrom("run").selectAll().where("id", "=", runId).forUpdate().executeTakeFirst();
}

/** Returns the tasks of a run in their order. The run is to be locked before if they are to be changed. */
export async function tasksOf(queries: Queries, runId: number): Promise<TaskRow[]> {
  return queries.selectFrom("task").selectAll().where("run_id", "=", runId).orderBy("position").execute();
}
