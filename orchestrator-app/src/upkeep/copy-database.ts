import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Database, Queries } from "../database/database.ts";
import { madeMigrations, migrate, migrations, refuseUnknown } from "../database/migrate.ts";
import { continueNumbers, hubTableNames, lastNumbers } from "./hub-tables.ts";
import {
  digestOfTable,
  digestRows,
  insertRows,
  lockEmpty,
  readRows,
  readUniformly,
  type TableDigest,
} from "./table-rows.ts";

/**
 * Copies all rows of a database into another one that has none, in one transaction each: nothing is left behind if it
 * fails. Every table is read back and compared. Throws `database-newer`, `database-not-empty`, `verification-differs`.
 */
export async function copyDatabase(from: Database, to: Database): Promise<readonly TableDigest[]> {
  refuseOlder(await madeMigrations(from.queries));
  await migrate(to);
  return from.queries.transaction().execute(async (source) => {
    await readUniformly(source);
    return to.queries.transaction().execute(async (target) => {
      await readUniformly(target);
      await lockEmpty(target);
      const digests: TableDigest[] = [];
      for (const table of hubTableNames) digests.push(await copyTable(source, target, table));
      await continueNumbers(target, await lastNumbers(source));
      return digests;
    });
  });
}

async function copyTable(
  source: Queries,
  target: Queries,
  table: (typeof hubTableNames)[number],
): Promise<TableDigest> {
  const digest = digestRows(table);
  for await (const rows of readRows(source, table)) {
    for (const row of rows) digest.add(row);
    await insertRows(target, table, rows);
  }
  return verified(digest.end(), await digestOfTable(target, table));
}

/** Returns the digest of a table that two databases agree on. Throws `verification-differs`. */
export function verified(wanted: TableDigest, found: TableDigest): TableDigest {
  if (wanted.rows === found.rows && wanted.sha256 === found.sha256) return wanted;
  throw new DebootcError(
    "verification-differs",
    `the table ${wanted.table} was read back with ${found.rows} rows and the digest ${found.sha256}, instead of ${wanted.rows} rows and ${wanted.sha256}`,
    { hint: "Nothing was changed." },
  );
}

/** Throws `database-newer`, or `request-invalid` for a database that is not up to date. */
export function refuseOlder(made: readonly string[]): void {
  refuseUnknown(made);
  const missing = Object.keys(migrations).filter((name) => !made.includes(name));
  if (missing.length === 0) return;
  throw new DebootcError(
    "request-invalid",
    made.length === 0
      ? "there is no database of a hub at this place"
      : `the database lacks the migrations ${missing.join(", ")}`,
    { hint: "Bring it up to date first: debootc orchestrator db migrate." },
  );
}
