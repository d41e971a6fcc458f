import type { EntryName } from "./cache-layout.ts";
import { evictDamaged, type LocalStore } from "./local-store.ts";
import { damageOf } from "./prove-entry.ts";
import { listEntryNames, readEntry } from "./read-entry.ts";

/** Says whether the content of one entry is what was put there. */
export type CacheVerdict = EntryName &
  (
    | { readonly state: "sound" }
    | { readonly state: "damaged"; readonly reason: string; readonly removed: boolean }
  );

export interface VerifyOptions {
  /** Removes damaged entries, unless another run reads them. */
  readonly evict?: boolean;
  /** Called before each entry. */
  readonly onEntry?: (name: EntryName) => void;
}

/** Proves every entry, each under a lease. See `LocalCache.verify`. */
export async function verifyCache(
  store: LocalStore,
  { evict = false, onEntry = () => {} }: VerifyOptions = {},
): Promise<CacheVerdict[]> {
  const verdicts: CacheVerdict[] = [];
  for (const name of await listEntryNames(store.layout)) {
    onEntry(name);
    const verdict = await judge(store, name);
    if (verdict === undefined) continue;
    const { reason } = verdict;
    if (reason === undefined) verdicts.push({ ...name, state: "sound" });
    else {
      const removed = evict && (await evictDamaged(store, name, reason));
      verdicts.push({ ...name, state: "damaged", reason, removed });
    }
  }
  return verdicts;
}

/** Returns why an entry is damaged, no reason for a sound one, undefined for one that is gone. */
async function judge(store: LocalStore, name: EntryName): Promise<{ readonly reason?: string } | undefined> {
  await using hold = new AsyncDisposableStack();
  hold.defer(await store.leases.hold(name));
  const found = await readEntry(store, name);
  if (found.state === "absent") return undefined;
  const reason = found.state === "damaged" ? found.reason : await damageOf(store, name, found.entry);
  return reason === undefined ? {} : { reason };
}
