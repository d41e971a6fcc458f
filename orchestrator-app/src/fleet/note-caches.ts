import { sql } from "kysely";
import type { Queries } from "../database/database.ts";
import type { PlacementRow } from "../database/fleet-tables.ts";

/** As many as an agent names at the beginning of a session. */
const mostOfHost = 1000;

/** Notes what the cache of a host has. */
export async function noteHostCache(
  queries: Queries,
  hostId: number,
  names: readonly string[],
): Promise<void> {
  const row = { host_id: hostId, names: JSON.stringify(names) };
  await queries
    .insertInto("host_cache")
    .values(row)
    .onConflict((conflict) => conflict.column("host_id").doUpdateSet({ names: row.names }))
    .execute();
}

/** Notes what an order took from the cache of its host, or put there: the host has it now, and the task will want it again. */
export async function noteUsedCache(
  queries: Queries,
  { host_id, label }: Pick<PlacementRow, "host_id" | "label">,
  names: readonly string[],
): Promise<void> {
  if (names.length === 0) return;
  const known = await queries
    .selectFrom("host_cache")
    .select("names")
    .where("host_id", "=", host_id)
    .executeTakeFirst();
  const all = [...new Set([...names, ...(known?.names ?? [])])];
  await noteHostCache(queries, host_id, all.slice(0, mostOfHost));
  await sql`
    insert into task_cache (repository_id, task, names)
    select run.repository_id, task.name, ${JSON.stringify(names)}::jsonb
    from attempt join task on task.id = attempt.task_id join run on run.id = task.run_id
    where attempt.label = ${label} and not run.is_fork
    on conflict (repository_id, task) do update set names = excluded.names
  `.execute(queries);
}
