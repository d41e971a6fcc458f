import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Digest } from "@debootc/core/record/digest";
import { hasErrno } from "@debootc/tools/errno";
import { mkdir, open, rename, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Cache, Lease, Producer } from "./cache.ts";
import { type CacheEntry, cacheEntryRecord } from "./cache-entry.ts";
import {
  checkKind,
  contentDirectory,
  type EntryName,
  entryDirectory,
  entryLabel,
  recordFile,
} from "./cache-layout.ts";
import {
  evictDamaged,
  explainUnwritable,
  type LocalCacheOptions,
  type LocalStore,
  openLocalStore,
  warn,
} from "./local-store.ts";
import { lossOf } from "./lost-cache.ts";
import { listCache, type ListedEntry, pruneCache, type PruneOutcome } from "./prune-cache.ts";
import type { PruneLimits } from "./prune-plan.ts";
import { damageOf, provenHold } from "./prove-entry.ts";
import { listEntryNames, readEntry } from "./read-entry.ts";
import { makeStagingDirectory } from "./staging-area.ts";
import { type CacheVerdict, type VerifyOptions, verifyCache } from "./verify-cache.ts";

/** Offers the cache of this machine together with what `debootc cache` does to it. */
export interface LocalCache extends Cache {
  readonly list: () => Promise<ListedEntry[]>;
  /** Returns the error that explains a failure if somebody has removed the cache meanwhile. */
  readonly lossOf: (cause: unknown) => Promise<DebootcError | undefined>;
  /** Proves every entry by its seal. Changes nothing unless damaged ones are to be evicted. */
  readonly verify: (options?: VerifyOptions) => Promise<CacheVerdict[]>;
  /** Removes abandoned, damaged and long unused entries, then the least recently used ones beyond the limit. */
  readonly prune: (limits: PruneLimits & { readonly dryRun?: boolean }) => Promise<PruneOutcome>;
}

/** Opens the cache below one directory. Throws `results-unwritable`, as do the methods of the cache. */
export async function openLocalCache(options: LocalCacheOptions): Promise<LocalCache> {
  const store = await openLocalStore(options);
  const explained = <T>(action: () => Promise<T>) => explainUnwritable(options.directory, action);
  return {
    get: (kind, key) => explained(() => getEntry(store, { kind, key })),
    peek: (kind, key) => explained(() => peekEntry(store, { kind, key })),
    recent: (kind, count) => explained(() => recentEntries(store, kind, count)),
    discard: (kind, key, reason) =>
      explained(async () => void (await evictDamaged(store, { kind, key }, reason))),
    put: (kind, key, producer) => explained(() => putEntry(store, { kind, key }, producer)),
    lossOf: (cause) => lossOf(store.layout, store.opened, heldBy(store), cause),
    list: () => explained(() => listCache(store)),
    verify: (options) => explained(() => verifyCache(store, options)),
    prune: (limits) => explained(() => pruneCache(store, limits)),
  };
}

function heldBy({ proven }: LocalStore): readonly EntryName[] {
  return [...proven.values()].map(({ name }) => name);
}

async function getEntry(store: LocalStore, name: EntryName): Promise<Lease | undefined> {
  checkKind(name.kind);
  if ((await readEntry(store, name)).state === "absent") return undefined;
  await using hold = new AsyncDisposableStack();
  hold.defer(await store.leases.hold(name));
  // Only what is found under the lease counts: the entry may have been removed just before.
  const found = await readEntry(store, name);
  if (found.state === "absent") return undefined;
  const damage = found.state === "damaged" ? found.reason : await damageOf(store, name, found.entry);
  if (found.state === "sound" && damage === undefined) {
    const now = store.options.clock();
    if (!store.options.readOnly) await utimes(join(entryDirectory(store.layout, name), recordFile), now, now);
    return sharedLease(store, name, found.entry.outputDigest, hold.move());
  }
  await hold.disposeAsync();
  if (damage !== undefined) await evictDamaged(store, name, damage);
  return undefined;
}

async function peekEntry(store: LocalStore, name: EntryName): Promise<string | undefined> {
  checkKind(name.kind);
  const { state } = await readEntry(store, name);
  return state === "sound" ? join(entryDirectory(store.layout, name), contentDirectory) : undefined;
}

async function recentEntries(store: LocalStore, kind: string, count: number): Promise<readonly Lease[]> {
  checkKind(kind);
  const entries: { readonly name: EntryName; readonly used: number }[] = [];
  for (const name of await listEntryNames(store.layout, kind)) {
    const found = await readEntry(store, name);
    if (found.state === "sound") entries.push({ name, used: found.lastUsed.getTime() });
  }
  entries.sort((a, b) => b.used - a.used || (a.name.key < b.name.key ? -1 : 1));
  const leases = await Promise.all(entries.slice(0, count).map(({ name }) => getEntry(store, name)));
  return leases.filter((lease) => lease !== undefined);
}

async function putEntry(store: LocalStore, name: EntryName, producer: Producer): Promise<Lease> {
  const found = await getEntry(store, name);
  if (found) return found;
  if (store.options.readOnly)
    throw new DebootcError("internal-fault", `the cache ${store.options.directory} is only read`);

  const staging = await makeStagingDirectory(store.layout.staging, store.owner);
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => store.options.removeTree(staging));
  const made = join(staging, "entry");
  const content = join(made, contentDirectory);
  await mkdir(content, { recursive: true });
  const outputDigest = await producer(content);
  const now = store.options.clock();
  await writeRecord(join(made, recordFile), now, {
    ...name,
    outputDigest,
    trustDomain: store.options.trustDomain,
    producer: store.options.producer,
    created: now.toISOString(),
    content: await store.measure(content),
    seal: await store.seal(name.kind, content),
  });
  const published = await publish(store, name, made, outputDigest);
  return published ?? lease(name.key, content, outputDigest, cleanup.move());
}

/**
 * Moves a complete entry to its place, or drops it for another that got there first. Returns undefined if a damaged entry
 * that another run reads takes the place.
 */
async function publish(
  store: LocalStore,
  name: EntryName,
  made: string,
  outputDigest: Digest,
): Promise<Lease | undefined> {
  const place = entryDirectory(store.layout, name);
  await mkdir(dirname(place), { recursive: true });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await using hold = new AsyncDisposableStack();
    hold.defer(await store.leases.hold(name));
    if (await moveToFreePlace(made, place)) return sharedLease(store, name, outputDigest, hold.move());

    const winner = await readEntry(store, name);
    if (winner.state === "absent") continue;
    const damage = winner.state === "damaged" ? winner.reason : await damageOf(store, name, winner.entry);
    if (winner.state === "sound" && damage === undefined) {
      if (winner.entry.outputDigest !== outputDigest)
        warnOfDifference(store, name, winner.entry, outputDigest);
      return sharedLease(store, name, winner.entry.outputDigest, hold.move());
    }
    await hold.disposeAsync();
    if (damage !== undefined && !(await evictDamaged(store, name, damage))) return undefined;
  }
  return undefined;
}

/** Returns false if the place is taken. */
async function moveToFreePlace(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (hasErrno(error, "ENOTEMPTY", "EEXIST")) return false;
    throw error;
  }
}

function warnOfDifference(store: LocalStore, name: EntryName, winner: CacheEntry, ours: Digest): void {
  warn(
    store,
    "cache-entry-differs",
    `two runs made ${entryLabel(name)} at once with different output: ${winner.outputDigest} is used, ${ours} dropped`,
    "Equal keys must give equal output: please report this with the log.",
  );
}

/** Writes the record; its mtime is the time when the entry was last used. */
async function writeRecord(path: string, now: Date, entry: CacheEntry): Promise<void> {
  const file = await open(path, "wx", 0o644);
  try {
    await file.writeFile(cacheEntryRecord.serialize(entry));
    // After a power cut there must be no entry with an empty record.
    await file.sync();
    await file.utimes(now, now);
  } finally {
    await file.close();
  }
}

function sharedLease(store: LocalStore, name: EntryName, outputDigest: Digest, hold: AsyncDisposable): Lease {
  const path = join(entryDirectory(store.layout, name), contentDirectory);
  return lease(name.key, path, outputDigest, provenHold(store, name, hold));
}

function lease(key: Digest, path: string, outputDigest: Digest, hold: AsyncDisposable): Lease {
  return { key, path, outputDigest, [Symbol.asyncDispose]: async () => hold[Symbol.asyncDispose]() };
}
