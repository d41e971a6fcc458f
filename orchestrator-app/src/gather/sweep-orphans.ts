import type { Digest } from "@debootc/core/record/digest";
import type { Database, Queries } from "../database/database.ts";
import type { Log } from "../log/log.ts";
import type { Storage } from "../storage/storage.ts";
import { dropUnused, namedAmong } from "./drop-unused.ts";

interface Sweeping {
  readonly storage: Storage;
  readonly log: Log;
  readonly clock: () => Date;
  readonly randomWord: () => string;
}

/** So many objects are asked about at once. */
const most = 500;

/** So many are remembered until the next round; the rest comes later. */
const mostRemembered = 100_000;

/**
 * Returns a round that removes what the storage has and nothing names: a hub that is killed at the wrong moment leaves that. An
 * object goes when two rounds have found it, since one that has just come is named in a moment. A storage of another hub is
 * left alone. A round gets the database of the leader, and returns how many it removed.
 */
export function orphanSweep({ storage, log, clock, randomWord }: Sweeping) {
  let before: ReadonlySet<Digest> = new Set();
  return async ({ queries, transact }: Database): Promise<number> => {
    const own = await transact((trx) => ownWord(trx, randomWord(), clock()));
    const owner = await storage.ownerOf(own);
    if (owner !== own) {
      log.warn({ owner, own }, "the storage belongs to another hub: what nothing names stays there");
      return 0;
    }
    const found = new Set<Digest>();
    let removed = 0;
    for await (const digests of inBatches(storage)) {
      const named = await namedAmong(queries, digests);
      for (const digest of digests.filter((one) => !named.has(one))) {
        if (!before.has(digest)) {
          if (found.size < mostRemembered) found.add(digest);
        } else if (await dropUnused(queries, storage, digest)) removed += 1;
      }
    }
    before = found;
    if (removed > 0) log.info({ removed }, "removed results that nothing names");
    return removed;
  };
}

/** Replicas have one database, and so one word. */
async function ownWord(queries: Queries, candidate: string, now: Date): Promise<string> {
  await queries
    .insertInto("cursor")
    .values({ name: "storage owner", value: candidate, changed_at: now })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .execute();
  const { value } = await queries
    .selectFrom("cursor")
    .select("value")
    .where("name", "=", "storage owner")
    .executeTakeFirstOrThrow();
  return value;
}

async function* inBatches(storage: Storage): AsyncGenerator<Digest[]> {
  let batch: Digest[] = [];
  for await (const { digest } of storage.list()) {
    batch.push(digest);
    if (batch.length < most) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}
