import { DebootcError } from "@debootc/core/error/debootc-error";
import { sql } from "kysely";
import { createHash } from "node:crypto";
import type { Queries } from "../database/database.ts";
import { existingTables, type HubTable, orderOf } from "./hub-tables.ts";

/** Says what a table holds, so that two copies of it can be compared. */
export interface TableDigest {
  readonly table: string;
  readonly rows: number;
  readonly sha256: string;
}

/** Counts and digests rows as they pass. */
export interface RowDigest {
  readonly add: (row: string) => void;
  readonly end: () => TableDigest;
}

/** Begins the digest of a table: of its rows as text, in their order, a line each. */
export function digestRows(table: string): RowDigest {
  const hash = createHash("sha256");
  let rows = 0;
  return {
    add: (row) => {
      rows++;
      hash.update(row).update("\n");
    },
    end: () => ({ table, rows, sha256: hash.digest("hex") }),
  };
}

/** Makes the text of rows the same in every database: to be called first in a transaction that reads or compares them. */
export async function readUniformly(transaction: Queries): Promise<void> {
  await sql`set transaction isolation level repeatable read`.execute(transaction);
  await sql`set local timezone to 'UTC'`.execute(transaction);
}

/** Returns how many rows are held at once: bodies of deliveries and pieces of logs are large, other rows are not. */
export function rowsAtOnce(table: HubTable): number {
  return table === "delivery" || table === "log" || table === "log_chunk" ? 20 : 500;
}

/** Yields the rows of a table as JSON texts, which keep every digit, some at once. To be read within a transaction. */
export async function* readRows(transaction: Queries, table: HubTable): AsyncGenerator<readonly string[]> {
  const cursor = sql.id(`rows_of_${table}`);
  await sql`
    declare ${cursor} no scroll cursor for
    select to_jsonb(t)::text as row from ${sql.table(table)} as t order by ${sql.raw(orderOf(table))}
  `.execute(transaction);
  for (;;) {
    const { rows } = await sql<{ row: string }>`
      fetch ${sql.lit(rowsAtOnce(table))} from ${cursor}
    `.execute(transaction);
    if (rows.length === 0) break;
    yield rows.map(({ row }) => row);
  }
  await sql`close ${cursor}`.execute(transaction);
}

/** Returns the digest of a table as it is within a transaction. */
export async function digestOfTable(transaction: Queries, table: HubTable): Promise<TableDigest> {
  const digest = digestRows(table);
  for await (const rows of readRows(transaction, table)) for (const row of rows) digest.add(row);
  return digest.end();
}

/** Inserts rows with their own numbers. */
export async function insertRows(
  transaction: Queries,
  table: HubTable,
  rows: readonly string[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into ${sql.table(table)} overriding system value
    select * from jsonb_populate_recordset(null::${sql.table(table)}, ${`[${rows.join(",")}]`}::jsonb)
  `.execute(transaction);
}

/** Locks all tables against other writers and returns them. Throws `database-not-empty` if one of them has a row. */
export async function lockEmpty(transaction: Queries): Promise<readonly HubTable[]> {
  const tables = await existingTables(transaction);
  await sql`lock table ${sql.join(tables.map((name) => sql.table(name)))} in exclusive mode`.execute(
    transaction,
  );
  for (const table of tables) {
    const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(transaction);
    if (rows.length === 0) continue;
    throw new DebootcError("database-not-empty", `cannot fill the database: its table ${table} has rows`, {
      hint: "Nothing was changed. Give an empty database, in which no hub was started.",
    });
  }
  return tables;
}
