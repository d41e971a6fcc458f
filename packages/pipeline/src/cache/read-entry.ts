import { DebootcError } from "@debootc/core/error/debootc-error";
import { hasErrno } from "@debootc/tools/errno";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { TrustDomain } from "./cache.ts";
import { type CacheEntry, cacheEntryRecord } from "./cache-entry.ts";
import {
  type CacheLayout,
  contentDirectory,
  type EntryName,
  entryDirectory,
  entryNameOf,
  recordFile,
} from "./cache-layout.ts";

interface Reading {
  readonly layout: CacheLayout;
  readonly options: { readonly trustDomain: TrustDomain };
}

export type EntryState =
  | { readonly state: "absent" }
  | { readonly state: "damaged"; readonly reason: string }
  | { readonly state: "sound"; readonly entry: CacheEntry; readonly lastUsed: Date };

/**
 * Reads the entry of a name for work of a trust domain. Finds damage as far as the record and the directories show it; for
 * trusted work, what untrusted work has made is damage.
 */
export async function readEntry(
  { layout, options: { trustDomain } }: Reading,
  name: EntryName,
): Promise<EntryState> {
  const directory = entryDirectory(layout, name);
  const names = await namesIn(directory);
  if (names === undefined) return { state: "absent" };
  for (const needed of [recordFile, contentDirectory]) {
    if (!names.includes(needed)) return { state: "damaged", reason: `${needed} is missing` };
  }
  const file = join(directory, recordFile);
  try {
    const entry = cacheEntryRecord.parse(await readFile(file, "utf8"), file);
    if (entry.kind !== name.kind || entry.key !== name.key) {
      return { state: "damaged", reason: `its record belongs to ${entry.kind} ${entry.key}` };
    }
    if (trustDomain === "trusted" && entry.trustDomain !== "trusted")
      return { state: "damaged", reason: "it was made by untrusted work" };
    return { state: "sound", entry, lastUsed: (await stat(file)).mtime };
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return { state: "absent" };
    if (error instanceof DebootcError) return { state: "damaged", reason: error.message };
    throw error;
  }
}

/** Lists the names of all entries, or of those of one kind, sound or not. */
export async function listEntryNames(layout: CacheLayout, only?: string): Promise<EntryName[]> {
  const names: EntryName[] = [];
  const kinds = only === undefined ? (await readdir(layout.entries)).sort() : [only];
  for (const kind of kinds) {
    for (const hex of ((await namesIn(join(layout.entries, kind))) ?? []).sort()) {
      const name = entryNameOf(kind, hex);
      if (name) names.push(name);
    }
  }
  return names;
}

async function namesIn(directory: string): Promise<string[] | undefined> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (hasErrno(error, "ENOENT", "ENOTDIR")) return undefined;
    throw error;
  }
}
