import { sql } from "kysely";
import type { Queries } from "../database/database.ts";

/** Bounds how many logs are removed at once. */
const mostLogsAtOnce = 100;

/** Removes logs that nothing was added to since a moment, and of which the attempt is over. Returns how many went. */
export async function pruneLogs(queries: Queries, before: Date): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from log using (
      select l.task_id, l.attempt from log l
      join attempt a on a.task_id = l.task_id and a.number = l.attempt
      where l.changed_at < ${before}::timestamptz and a.ended_at is not null
      order by l.changed_at limit ${sql.lit(mostLogsAtOnce)}
    ) as old
    where log.task_id = old.task_id and log.attempt = old.attempt
  `.execute(queries);
  return Number(numAffectedRows);
}
