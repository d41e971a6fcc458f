import type { Queries } from "../database/database.ts";
import type { Failure } from "../database/tables.ts";
import { failAttempt } from "../runs/apply-job.ts";
import { cancelDispatches } from "../runs/cancel-dispatches.ts";
import { settleRun } from "../store/move-run.ts";
import { lockRun } from "../store/move-task.ts";

interface Placed {
  readonly label: string;
  readonly run_id: number;
  readonly task_id: number;
  readonly dispatch_id: string;
}

/**
 * Ends the attempt that a placement is of as failed, unless it is over: its task is free for another one, or failed. Its job is canceled
 * on GitHub, so that it does not wait there for a day. To be called in a transaction. Returns whether it failed now.
 */
export async function failPlaced(
  queries: Queries,
  { label, run_id, task_id, dispatch_id }: Placed,
  failure: Failure,
  { cause, at }: { readonly cause: string; readonly at: Date },
): Promise<boolean> {
  const run = await lockRun(queries, run_id);
  const attempt = await queries
    .selectFrom("attempt")
    .select("ended_at")
    .where("label", "=", label)
    .executeTakeFirst();
  if (run === undefined || attempt === undefined || attempt.ended_at !== null) return false;
  const task = await queries
    .selectFrom("task")
    .selectAll()
    .where("id", "=", task_id)
    .executeTakeFirstOrThrow();
  const because = { cause, actor: "hub", at };
  const moved = await failAttempt(queries, task, failure, because);
  if (moved === undefined) return false;
  await settleRun(queries, run, [moved], because);
  await cancelDispatches(queries, run, [dispatch_id], at);
  return true;
}
