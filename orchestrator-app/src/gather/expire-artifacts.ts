import type { Database, Queries } from "../database/database.ts";
import type { ArtifactRow } from "../database/release-tables.ts";
import type { Storage } from "../storage/storage.ts";
import { dropUnused } from "./drop-unused.ts";

interface Retention {
  readonly database: Database;
  readonly storage: Storage;
  readonly clock: () => Date;
  /** Whether results stay until they expire; else they go with the end of their run. */
  readonly keeps: boolean;
}

/** So many are removed in one round. */
const most = 500;

/**
 * Removes results from the storage that are as old as they may become, or that nothing is to be made of any more. A result that
 * several have stays until the last one goes, and none goes while its run is open. To be called by one replica at a time.
 * Returns how many rows were changed.
 */
export async function expireArtifacts({ database, storage, clock, keeps }: Retention): Promise<number> {
  const { queries, transact } = database;
  const rows = await dueRows(queries, { now: clock(), keeps });
  for (const { id, digest } of rows) {
    // First the row: bytes without a row are found again, a row without bytes would promise them.
    await transact((trx) => endStored(trx, id, keeps));
    if (digest !== null) await dropUnused(queries, storage, digest);
  }
  return rows.length;
}

async function endStored(queries: Queries, id: number, keeps: boolean): Promise<void> {
  await queries
    .updateTable("artifact")
    .set({ state: keeps ? "expired" : "used", storage_key: null })
    .where("id", "=", id)
    .where("state", "=", "stored")
    .execute();
}

async function dueRows(
  queries: Queries,
  { now, keeps }: { readonly now: Date; readonly keeps: boolean },
): Promise<Pick<ArtifactRow, "id" | "digest">[]> {
  return queries
    .selectFrom("artifact")
    .innerJoin("run", "run.id", "artifact.run_id")
    .select(["artifact.id", "artifact.digest"])
    .where("artifact.state", "=", "stored")
    .where("run.finished_at", "is not", null)
    .$if(keeps, (query) => query.where("artifact.expires_at", "<=", now))
    .orderBy("artifact.id")
    .limit(most)
    .execute();
}
