import { sql } from "kysely";
import type { Queries } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";

/** Names every table in an order in which rows can be inserted, with the columns by which its rows are ordered. */
export const hubTables = {
  installation: ["id"],
  repository: ["id"],
  delivery: ["guid"],
  run: ["id"],
  task: ["id"],
  task_need: ["run_id", "position", "needs_position"],
  dispatch: ["id"],
  attempt: ["label"],
  change: ["id"],
  outgoing: ["key"],
  lease: ["name"],
  cursor: ["name"],
  budget: ["name"],
  api_key: ["id"],
  idempotency: ["key"],
  schedule: ["repository_id", "name"],
  host: ["id"],
  placement: ["id"],
  host_cache: ["host_id"],
  task_cache: ["repository_id", "task"],
  log: ["task_id", "attempt"],
  log_chunk: ["task_id", "attempt", "start"],
  artifact: ["id"],
  release: ["id"],
  release_asset: ["release_id", "name"],
  channel_rule: ["repository_id", "name"],
  channel: ["repository_id", "name"],
  channel_move: ["id"],
} as const satisfies Record<keyof Tables, readonly string[]>;

/** Is the name of a table of the hub. */
export type HubTable = keyof typeof hubTables;

export const hubTableNames = Object.keys(hubTables) as HubTable[];

/** Returns those that a database has, which may be of an older debootc, in their order. */
export async function existingTables(queries: Queries): Promise<readonly HubTable[]> {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = current_schema()
  `.execute(queries);
  const known = new Set(rows.map(({ name }) => name));
  return hubTableNames.filter((name) => known.has(name));
}

const textKeys = new Set(["guid", "label", "key", "name", "task"]);

/** Orders text by its bytes, so that databases with other collations give the same order. */
export function orderOf(table: HubTable): string {
  return hubTables[table]
    .map((column) => {
      const isText =
        textKeys.has(column) ||
        ((table === "dispatch" || table === "api_key" || table === "placement") && column === "id");
      return isText ? `${column} collate "C"` : column;
    })
    .join(", ");
}

/** Names the tables that number their rows by themselves. */
export const numberedTables = [
  "run",
  "task",
  "change",
  "host",
  "artifact",
  "release",
  "channel_move",
] as const;

/** Says which number a table gave last; `called` is false before the first one. */
export interface LastNumber {
  readonly last: number;
  readonly called: boolean;
}

/** Returns where the numbers of each table go on. */
export async function lastNumbers(queries: Queries): Promise<Record<string, LastNumber>> {
  const found: Record<string, LastNumber> = {};
  const existing = await existingTables(queries);
  for (const table of numberedTables) {
    if (!existing.includes(table)) continue;
    const { rows } = await sql<{ last: string; called: boolean }>`
      select last_value::text as last, is_called as called from ${sql.id(`${table}_id_seq`)}
    `.execute(queries);
    const [row] = rows;
    if (row !== undefined) found[table] = { last: Number(row.last), called: row.called };
  }
  return found;
}

/** Lets the numbers of each table go on where they did elsewhere. */
export async function continueNumbers(
  queries: Queries,
  numbers: Readonly<Record<string, LastNumber>>,
): Promise<void> {
  for (const table of numberedTables) {
    const number = numbers[table];
    if (number === undefined) continue;
    await sql`select setval(${`${table}_id_seq`}::regclass, ${number.last}, ${number.called})`.execute(
      queries,
    );
  }
}
