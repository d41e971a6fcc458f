import { indexBounds } from "@debootc/core/deb822/index-bounds";
import { constants } from "node:fs";
import { copyFile, readdir, rename, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { hasErrno } from "../errno.ts";

/**
 * Replaces the links to indexes of this machine that apt leaves among its lists for `file:` archives by copies, as it has of
 * all other archives: in a chroot whose apt reads the lists they would lead nowhere. Links to files that are longer than any
 * index may be stay, for whoever refuses them, and so do links that lead nowhere.
 */
export async function settleLists(directory: string): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    if (!entry.isSymbolicLink()) continue;
    const link = join(directory, entry.name);
    const found = await statIfPresent(link);
    if (found === undefined || found.size > indexBounds.indexBytes) continue;
    const { atime, mtime } = found;
    const copy = join(directory, "partial", `${entry.name}.settled`);
    await copyFile(link, copy, constants.COPYFILE_FICLONE);
    // By this time apt knows that it has the file already.
    await utimes(copy, atime, mtime);
    await rename(copy, link);
  }
}

async function statIfPresent(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return undefined;
    throw error;
  }
}
