import { sql } from "kysely";
import type { Queries } from "../database/database.ts";
import type { LogRow } from "../database/log-tables.ts";
import { compareLogKeys, type LogKey } from "./log-key.ts";

/** Holds a locked log, and whether it is to be written back. */
export type OpenLog = { -readonly [Name in keyof LogRow]: LogRow[Name] } & { isChanged: boolean };

/**
 * Locks the logs of some attempts, always in the same order so that no two transactions wait for each other, and makes
 * those that are not there. Returns them by task and attempt.
 */
export async function lockLogs(
  trx: Queries,
  keys: readonly LogKey[],
  now: Date,
): Promise<ReadonlyMap<string, OpenLog>> {
  const wanted = [...new Map(keys.map((key) => [nameOf(key), key])).values()].toSorted(compareLogKeys);
  const found = await lockKnown(trx, wanted);
  const missing = wanted.filter((key) => !found.has(nameOf(key)));
  if (missing.length === 0) return found;
  await trx
    .insertInto("log")
    .values(
      missing.map(({ taskId, attempt }) => ({
        ...{ task_id: taskId, attempt, orders: "[]", rest: null, created_at: now, changed_at: now },
      })),
    )
    .onConflict((conflict) => conflict.columns(["task_id", "attempt"]).doNothing())
    .execute();
  return lockKnown(trx, wanted);
}

/** Returns the name of a log in the map of those that are locked. */
export function nameOf({ taskId, attempt }: LogKey): string {
  return `${taskId}/${attempt}`;
}

async function lockKnown(trx: Queries, keys: readonly LogKey[]): Promise<Map<string, OpenLog>> {
  const rows = await trx
    .selectFrom("log")
    .selectAll()
    .where(
      sql<boolean>`(task_id, attempt) in (${sql.join(
        keys.map(({ taskId, attempt }) => sql`(${taskId}::bigint, ${attempt}::int)`),
      )})`,
    )
    .orderBy("task_id")
    .orderBy("attempt")
    .forUpdate()
    .execute();
  return new Map(
    rows.map((row) => [nameOf({ taskId: row.task_id, attempt: row.attempt }), { ...row, isChanged: false }]),
  );
}
