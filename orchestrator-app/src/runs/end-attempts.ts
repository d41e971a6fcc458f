import { sql } from "kysely";
import type { Queries } from "../database/database.ts";
import type { RunRow, TaskRow } from "../database/tables.ts";
import { settleRun } from "../store/move-run.ts";
import type { Cause } from "../store/move-task.ts";
import { lookKey } from "./apply-job.ts";

/**
 * Ends what is under way of a dispatch, each task as `end` says, and brings its run, which the transaction has locked, up to
 * date. An attempt whose job has ended, and of which GitHub is asked by what it failed, is not under way. Returns how many
 * tasks moved.
 */
export async function endAttempts(
  queries: Queries,
  run: RunRow,
  dispatchId: string,
  { cause, end }: { readonly cause: Cause; readonly end: (task: TaskRow) => Promise<TaskRow | undefined> },
): Promise<number> {
  const tasks = await queries
    .selectFrom("task")
    .innerJoin("attempt", "attempt.task_id", "task.id")
    .selectAll("task")
    .where("attempt.dispatch_id", "=", dispatchId)
    .where("attempt.ended_at", "is", null)
    .where((is) => is.not(is.exists(lookOfAttempt(queries))))
    .orderBy("task.position")
    .execute();
  const moved: TaskRow[] = [];
  for (const task of tasks) {
    const next = await end(task);
    if (next !== undefined) moved.push(next);
  }
  if (moved.length > 0) await settleRun(queries, run, moved, cause);
  return moved.length;
}

function lookOfAttempt(queries: Queries) {
  return queries
    .selectFrom("outgoing")
    .select("outgoing.key")
    .where("outgoing.key", "=", sql<string>`${lookKey("")} || attempt.label`);
}
