import type { Digest } from "@debootc/core/record/digest";
import type { Queries } from "../database/database.ts";
import type { Storage } from "../storage/storage.ts";

/** Removes an object of the storage that nothing names. Returns whether it did. */
export async function dropUnused(queries: Queries, storage: Storage, digest: Digest): Promise<boolean> {
  if ((await namedAmong(queries, [digest])).has(digest)) return false;
  await storage.delete(digest);
  return true;
}

/** Returns those objects that an artifact has, or is about to have. */
export async function namedAmong(queries: Queries, digests: readonly Digest[]): Promise<ReadonlySet<string>> {
  if (digests.length === 0) return new Set();
  const rows = await queries
    .selectFrom("artifact")
    .select("storage_key")
    .where("storage_key", "in", digests)
    .where("state", "in", ["stored", "wanted"])
    .execute();
  return new Set(rows.flatMap(({ storage_key }) => storage_key ?? []));
}
