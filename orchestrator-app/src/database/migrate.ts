import { DebootcError } from "@debootc/core/error/debootc-error";
import { type Migration, Migrator } from "kysely/migration";
import { sql } from "kysely";
import type { Database } from "./database.ts";
import * as firstTables from "./migrations/first-tables.ts";
import * as listIndexes from "./migrations/list-indexes.ts";

/** Lists the migrations in their order. One that was released is never changed. */
export const migrations: Readonly<Record<string, Migration>> = {
  "0001-first-tables": firstTables,
  "0002-list-indexes": listIndexes,
};

/**
 * Brings the tables up to date; replicas that start at once wait for each other. Returns the names of the migrations that
 * were made now. Throws `database-newer` if a newer debootc has changed the tables.
 */
export async function migrate({ queries }: Database): Promise<readonly string[]> {
  const migrator = new Migrator({
    db: queries,
    provider: { getMigrations: async () => ({ ...migrations }) },
  });
  await refuseNewer(queries);
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  return (results ?? []).flatMap(({ migrationName, status }) =>
    status === "Success" ? [migrationName] : [],
  );
}

async function refuseNewer(queries: Database["queries"]): Promise<void> {
  const { rows } = await sql<{
    known: string | null;
  }>`select to_regclass('kysely_migration')::text as known`.execute(queries);
  if (rows[0]?.known == null) return;
  const made = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(queries);
  const unknown = made.rows.map(({ name }) => name).filter((name) => !(name in migrations));
  if (unknown.length === 0) return;
  throw new DebootcError(
    "database-newer",
    `the database has changes that this debootc does not know: ${unknown.join(", ")}`,
    {
      hint: "Start the debootc that made them, or a newer one; or restore a backup from before.",
    },
  );
}
