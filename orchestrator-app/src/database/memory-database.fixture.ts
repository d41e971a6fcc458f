import { sql } from "kysely";
import type { Database } from "./database.ts";
import { migrate } from "./migrate.ts";
import { newMemoryDatabase } from "./new-memory-database.fixture.ts";

let opened: Promise<Database> | undefined;

/**
 * Returns a database with empty tables. It is the same for all tests of a file, because a new PGlite takes a second and
 * hundreds of MB: what another test left in it is removed.
 */
export async function memoryDatabase(): Promise<Database> {
  opened ??= newMemoryDatabase().then(async (database) => {
    await migrate(database);
    return database;
  });
  const database = await opened;
  await emptyTables(database);
  return database;
}

const tables =
  "channel_move, channel, release_asset, release, artifact, log_chunk, log, placement, host_cache, task_cache, host, idempotency, schedule, api_key, budget, cursor, lease, outgoing, change, attempt, dispatch, task_need, task, run, delivery, repository, installation";

/** Removes every row, and begins all numbers at 1 again. */
export async function emptyTables({ queries }: Database): Promise<void> {
  await sql.raw(`truncate ${tables} restart identity cascade`).execute(queries);
}
