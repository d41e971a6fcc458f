import { sql } from "kysely";
import type { Database } from "../database/database.ts";

/** How many bytes of log are written before PGlite is looked after. */
const usual = {
  /** A killed hub reads as much again when it starts. */
  checkpointEvery: 32 * 2 ** 20,
  vacuumEvery: 16 * 2 ** 20,
};

/**
 * Returns what does from time to time for PGlite, which is a single process, what PostgreSQL does beside its sessions:
 * checkpoints, without which its log would grow as long as it runs, and vacuum. Returns true if it did something.
 */
export function keepPglite(
  { queries }: Database,
  { checkpointEvery, vacuumEvery } = usual,
): (tables: readonly string[]) => Promise<boolean> {
  let [checkpointed, vacuumed]: (number | undefined)[] = [];
  return async (tables) => {
    const position = await written(queries);
    checkpointed ??= position;
    vacuumed ??= position;
    const isDue = position - checkpointed >= checkpointEvery;
    if (isDue) {
      await sql`checkpoint`.execute(queries);
      checkpointed = position;
    }
    if (position - vacuumed < vacuumEvery) return isDue;
    // One after the other, so that deliveries get their turn in between.
    for (const table of tables) await sql`vacuum (analyze) ${sql.table(table)}`.execute(queries);
    vacuumed = await written(queries);
    if (isDue) checkpointed = vacuumed;
    return true;
  };
}

/** Returns how many bytes of log were written since the database was made. */
async function written(queries: Database["queries"]): Promise<number> {
  const { rows } = await sql<{ bytes: string }>`
    select (pg_current_wal_insert_lsn() - '0/0')::text as bytes`.execute(queries);
  return Number(rows[0]?.bytes ?? 0);
}
