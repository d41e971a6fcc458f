import { sql } from "kysely";
import type { Queries } from "../database/database.ts";
import { mostBytesOfLog } from "./append-pieces.ts";

/** Bounds what is removed in one transaction, so that nobody waits for it for long. */
export interface Share {
  readonly logs: number;
  readonly bytes: number;
}

const usualShare: Share = { logs: 100, bytes: mostBytesOfLog };

/** Says which logs go: those that nothing was added to since a moment, and whose attempts are over; or all of some runs. */
export type UnwantedLogs = { readonly before: Date } | { readonly runs: readonly number[] };

/** Removes logs, the oldest first: as many as one share has room for, and one in any case. Returns how many went. */
export async function pruneLogs(
  queries: Queries,
  unwanted: UnwantedLogs,
  { logs, bytes }: Share = usualShare,
): Promise<number> {
  const isUnwanted =
    "runs" in unwanted
      ? sql`t.run_id = any(${unwanted.runs})`
      : sql`l.changed_at < ${unwanted.before}::timestamptz and a.ended_at is not null`;
  const { numAffectedRows = 0n } = await sql`
    delete from log using (
      select task_id, attempt, sum(kept) over oldest as bytes, row_number() over oldest as place from (
        select l.task_id, l.attempt, l.kept, l.changed_at from log l
        join attempt a on a.task_id = l.task_id and a.number = l.attempt
        join task t on t.id = l.task_id
        where ${isUnwanted} order by l.changed_at limit ${sql.lit(logs)}
      ) as due window oldest as (order by changed_at, task_id, attempt)
    ) as old
    where log.task_id = old.task_id and log.attempt = old.attempt and (old.bytes <= ${bytes} or old.place = 1)
  `.execute(queries);
  return Number(numAffectedRows);
}
