import { DebootcError } from "@debootc/core/error/debootc-error";
import { type Migration, Migrator } from "kysely/migration";
import { sql } from "kysely";
import type { Database, Queries } from "./database.ts";
import * as caches from "./migrations/caches.ts";
import * as firstTables from "./migrations/first-tables.ts";
import * as fleet from "./migrations/fleet.ts";
import * as listIndexes from "./migrations/list-indexes.ts";
import * as logs from "./migrations/logs.ts";
import * as releaseImages from "./migrations/release-images.ts";
import * as releases from "./migrations/releases.ts";

/** Lists the migrations in their order. One that was released is never changed. */
export const migrations: Readonly<Record<string, Migration>> = {
  "0001-first-tables": firstTables,
  "0002-list-indexes": listIndexes,
  "0003-fleet": fleet,
  "0004-releases": releases,
  "0005-logs": logs,
  "0006-release-images": releaseImages,
  "0007-caches": caches,
};

/**
 * Brings the tables up to date, or up to a named migration; replicas that start at once wait for each other. Returns the names
 * of the migrations that were made now. Throws `database-newer` if a newer debootc has changed the tables.
 */
export async function migrate({ queries }: Database, upTo?: string): Promise<readonly string[]> {
  const made = await madeMigrations(queries);
  refuseUnknown(made);
  // The migrator looks through the whole catalogue first, which takes a while.
  if (upTo === undefined && Object.keys(migrations).every((name) => made.includes(name))) return [];
  const migrator = new Migrator({
    db: queries,
    provider: { getMigrations: async () => ({ ...migrations }) },
  });
  const { error, results } = await (upTo === undefined
    ? migrator.migrateToLatest()
    : migrator.migrateTo(upTo));
  if (error !== undefined) throw error;
  return (results ?? []).flatMap(({ migrationName, status }) =>
    status === "Success" ? [migrationName] : [],
  );
}

/** Returns the names of the migrations that a database has, in their order. */
export async function madeMigrations(queries: Queries): Promise<readonly string[]> {
  const { rows } = await sql<{
    known: string | null;
  }>`select to_regclass('kysely_migration')::text as known`.execute(queries);
  if (rows[0]?.known == null) return [];
  const made = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(queries);
  return made.rows.map(({ name }) => name);
}

/** Refuses migrations that only a newer debootc has. Throws `database-newer`. */
export function refuseUnknown(made: readonly string[], what = "the database"): void {
  const unknown = made.filter((name) => !(name in migrations));
  if (unknown.length === 0) return;
  throw new DebootcError(
    "database-newer",
    `${what} has changes that this debootc does not know: ${unknown.join(", ")}`,
    {
      hint: "Use the debootc that made them, or a newer one; or restore a backup from before.",
    },
  );
}
