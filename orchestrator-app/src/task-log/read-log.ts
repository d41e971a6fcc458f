import type { Queries } from "../database/database.ts";
import type { LogRow } from "../database/log-tables.ts";
import { mostBytesOfPiece } from "./append-pieces.ts";
import type { LogKey } from "./log-key.ts";

/** Says how far a log goes, without its bytes. */
export type LogHead = Pick<LogRow, "task_id" | "attempt" | "size" | "kept" | "changed_at">;

/** Returns the logs of a task from an attempt on, in the order of its attempts. */
export async function logHeads(queries: Queries, taskId: number, from = 1): Promise<readonly LogHead[]> {
  return queries
    .selectFrom("log")
    .select(["task_id", "attempt", "size", "kept", "changed_at"])
    .where("task_id", "=", taskId)
    .where("attempt", ">=", from)
    .orderBy("attempt")
    .execute();
}

/** Returns up to so many of the bytes that are kept of a log, from one of them on. */
export async function readKept(
  queries: Queries,
  { taskId, attempt }: LogKey,
  { from, most }: { readonly from: number; readonly most: number },
): Promise<Uint8Array> {
  const rows = await queries
    .selectFrom("log_chunk")
    .select(["start", "bytes"])
    .where("task_id", "=", taskId)
    .where("attempt", "=", attempt)
    // Both are bounds of the index by the end of a piece.
    .where("finish", ">", from)
    .where("finish", "<", from + most + mostBytesOfPiece)
    .orderBy("finish")
    .execute();
  const [first] = rows;
  if (first === undefined) return new Uint8Array();
  return Buffer.concat(rows.map(({ bytes }) => bytes)).subarray(
    from - first.start,
    from - first.start + most,
  );
}

/** Returns the end of a log that is longer than what is kept of it. */
export async function readRest(queries: Queries, { taskId, attempt }: LogKey): Promise<Uint8Array> {
  const row = await queries
    .selectFrom("log")
    .select("rest")
    .where("task_id", "=", taskId)
    .where("attempt", "=", attempt)
    .executeTakeFirst();
  return row?.rest ?? new Uint8Array();
}
