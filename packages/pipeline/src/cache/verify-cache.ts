import type { Digest } from "@debootc/core/record/digest";
import { join } from "node:path";
import { contentDirectory, type EntryName, entryDirectory } from "./cache-layout.ts";
import type { LocalStore } from "./local-store.ts";
import { listEntryNames, readEntry } from "./read-entry.ts";

/** Maps kinds of entries to functions that recompute the output digest their producer stated. */
export type Digesters = Readonly<Record<string, (contentDirectory: string) => Promise<Digest>>>;

export interface CacheVerdict extends EntryName {
  /** `counted`: files and bytes match the record, but there is no digester for this kind. */
  readonly state: "sound" | "counted" | "damaged";
  readonly reason?: string;
}

/** Performs `LocalCache.verify`. */
export async function verifyCache(store: LocalStore, digesters: Digesters): Promise<CacheVerdict[]> {
  const verdicts: CacheVerdict[] = [];
  for (const name of await listEntryNames(store.layout)) {
    await using hold = new AsyncDisposableStack();
    hold.defer(await store.leases.hold(name));
    const verdict = await verifyEntry(store, name, digesters[name.kind]);
    if (verdict) verdicts.push({ ...name, ...verdict });
  }
  return verdicts;
}

async function verifyEntry(
  store: LocalStore,
  name: EntryName,
  digester: Digesters[string] | undefined,
): Promise<Omit<CacheVerdict, keyof EntryName> | undefined> {
  const found = await readEntry(store.layout, name);
  if (found.state === "absent") return undefined;
  if (found.state === "damaged") return found;
  const content = join(entryDirectory(store.layout, name), contentDirectory);
  const { files, bytes } = await store.measure(content);
  const stated = found.entry.content;
  if (files !== stated.files || bytes !== stated.bytes) {
    return {
      state: "damaged",
      reason: `it has ${files} files of ${bytes} bytes in total, but was made with ${stated.files} of ${stated.bytes}`,
    };
  }
  if (!digester) return { state: "counted" };
  const digest = await digester(content);
  if (digest === found.entry.outputDigest) return { state: "sound" };
  return {
    state: "damaged",
    reason: `its content has the digest ${digest}, but was made with ${found.entry.outputDigest}`,
  };
}
