import type { EntryName } from "./cache-layout.ts";
import type { LocalStore } from "./local-store.ts";
import { damageOf } from "./prove-entry.ts";
import { listEntryNames, readEntry } from "./read-entry.ts";

/** Says whether the content of one entry is what was put there. */
export interface CacheVerdict extends EntryName {
  readonly state: "sound" | "damaged";
  readonly reason?: string;
}

/** Proves every entry, each under a lease. See `LocalCache.verify`. */
export async function verifyCache(store: LocalStore): Promise<CacheVerdict[]> {
  const verdicts: CacheVerdict[] = [];
  for (const name of await listEntryNames(store.layout)) {
    await using hold = new AsyncDisposableStack();
    hold.defer(await store.leases.hold(name));
    const found = await readEntry(store.layout, name);
    if (found.state === "absent") continue;
    const reason = found.state === "damaged" ? found.reason : await damageOf(store, name, found.entry);
    verdicts.push(reason === undefined ? { ...name, state: "sound" } : { ...name, state: "damaged", reason });
  }
  return verdicts;
}
