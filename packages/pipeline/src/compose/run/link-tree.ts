import { copyFile, mkdir, readdir, readlink, symlink } from "node:fs/promises";
import { join } from "node:path";
import { linkFile } from "../../cache/link-file.ts";

/**
 * Makes a second tree of the same files. Files that are never written again (objects, blobs) share their data
 * with the first where the file system allows it; `isImmutable` says which.
 */
export async function linkTree(
  source: string,
  target: string,
  isImmutable: (path: string) => boolean,
): Promise<void> {
  await mkdir(target, { recursive: true });
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const from = join(source, entry.name);
    const to = join(target, entry.name);
    if (entry.isDirectory()) await linkTree(from, to, isImmutable);
    else if (entry.isSymbolicLink()) await symlink(await readlink(from), to);
    else if (isImmutable(from)) await linkFile(from, to);
    else await copyFile(from, to);
  }
}
