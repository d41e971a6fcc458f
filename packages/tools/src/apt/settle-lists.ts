import { indexBounds } from "@debootc/core/deb822/index-bounds";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { constants } from "node:fs";
import { copyFile, type FileHandle, open, readdir, readlink, rename, utimes } from "node:fs/promises";
import { join } from "node:path";
import { hasErrno } from "../errno.ts";

/**
 * Replaces the links to indexes of this machine that apt leaves among its lists for `file:` archives by copies, as it has of
 * all other archives: in a chroot whose apt reads the lists they would lead nowhere. Links to files that are longer than any
 * index may be stay, for whoever refuses them, and so do links that lead nowhere. Throws `index-invalid` for a link to
 * anything but a file, which might be read without end.
 */
export async function settleLists(directory: string): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    if (!entry.isSymbolicLink()) continue;
    const link = join(directory, entry.name);
    await using file = await openBehind(link);
    if (file === undefined) continue;
    const { size, atime, mtime } = await file.stat();
    if (size > indexBounds.indexBytes) continue;
    const copy = join(directory, "partial", `${entry.name}.settled`);
    // Of what is open: the name may lead to something else by now.
    await copyFile(`/proc/self/fd/${file.fd}`, copy, constants.COPYFILE_FICLONE);
    // By this time apt knows that it has the file already.
    await utimes(copy, atime, mtime);
    await rename(copy, link);
  }
}

/** Opens the file that a link leads to; undefined where it leads nowhere. */
async function openBehind(link: string): Promise<FileHandle | undefined> {
  try {
    // Without NONBLOCK the open of a pipe would wait for somebody to write.
    const file = await open(link, constants.O_RDONLY | constants.O_NONBLOCK);
    if ((await file.stat()).isFile()) return file;
    await file.close();
  } catch (error) {
    if (hasErrno(error, "ENOENT", "ENOTDIR")) return undefined;
    if (!hasErrno(error, "ELOOP", "ENXIO")) throw error;
  }
  throw new DebootcError(
    "index-invalid",
    `an index of an archive on this machine is no file: ${await readlink(link)}`,
    {
      hint: "Make the archive again, or remove its source from the treefile.",
    },
  );
}
