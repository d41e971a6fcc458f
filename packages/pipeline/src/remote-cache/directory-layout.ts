import { makeDirectories } from "@debootc/tools/files/paths";
import { randomUUID } from "node:crypto";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { hasErrno } from "@debootc/tools/errno";
import { type EntryName, entryNameOf, hexOf } from "../cache/cache-layout.ts";

/** Is where entries are made and removed: no kind begins with a dot. */
const incoming = ".incoming";

/** Returns where an entry is in a directory that is a remote cache: `KIND/HEX`. */
export function placeOf(directory: string, { kind, key }: EntryName): string {
  return join(directory, kind, hexOf(key));
}

/** Makes a directory for an entry that is on its way in or out, on the file system of all entries. */
export async function makeIncoming(directory: string): Promise<string> {
  const path = join(directory, incoming, randomUUID());
  await makeDirectories(path);
  return path;
}

/** Lists the entries, sorted by kind and key, sound or not. Throws what reading the directory throws. */
export async function entriesIn(directory: string): Promise<EntryName[]> {
  const names: EntryName[] = [];
  for (const kind of (await readdir(directory)).sort())
    for (const hex of (await namesIn(join(directory, kind))).sort()) {
      const name = entryNameOf(kind, hex);
      if (name !== undefined) names.push(name);
    }
  return names;
}

/** Lists what was on its way in or out and has not changed since a time: no other machine says whether its process lives. */
export async function leftIn(directory: string, before: Date): Promise<string[]> {
  const area = join(directory, incoming);
  const left: string[] = [];
  for (const name of (await namesIn(area)).sort()) {
    const path = join(area, name);
    if ((await lstat(path)).mtime < before) left.push(path);
  }
  return left;
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (hasErrno(error, "ENOENT", "ENOTDIR")) return [];
    throw error;
  }
}
