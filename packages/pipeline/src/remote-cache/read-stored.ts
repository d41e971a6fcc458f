import { reasonOf } from "@debootc/tools/errno";
import { lstat, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { EntryName } from "../cache/cache-layout.ts";
import type { ListedEntry } from "../cache/prune-cache.ts";
import { entriesIn, placeOf } from "./directory-layout.ts";
import { archiveFile, remoteEntryRecord, remoteRecordFile } from "./remote-entry.ts";

/** Lists what is stored in a directory that is a remote cache, sorted by kind and key, as its records have it. */
export async function readStored(directory: string): Promise<ListedEntry[]> {
  const listed: ListedEntry[] = [];
  for (const name of await entriesIn(directory)) {
    const entry = await readOne(directory, name);
    if (entry !== undefined) listed.push(entry);
  }
  return listed;
}

/** Returns undefined for an entry that was removed meanwhile. */
async function readOne(directory: string, name: EntryName): Promise<ListedEntry | undefined> {
  const place = placeOf(directory, name);
  const sizes = await Promise.all([remoteRecordFile, archiveFile].map((file) => sizeOf(join(place, file))));
  const bytes = sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  const common = { ...name, bytes, held: false };
  try {
    const file = join(place, remoteRecordFile);
    const { stored } = remoteEntryRecord.parse(await readFile(file, "utf8"), remoteRecordFile);
    if (sizes.includes(undefined)) throw new Error(`${archiveFile} is missing`);
    return { ...common, created: stored, lastUsed: (await lstat(file)).mtime };
  } catch (error) {
    if ((await sizeOf(place)) === undefined) return undefined;
    return { ...common, lastUsed: new Date(0), damage: reasonOf(error) };
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  return (await lstat(path).catch(() => undefined))?.size;
}
