import { readdir, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { hasErrno } from "@debootc/tools/errno";
import { isThere } from "@debootc/tools/files/paths";
import { requireDirectory } from "@debootc/tools/files/require-directory";

/**
 * Makes a directory, or takes an empty one, and fills it. If filling fails, the directory is empty again, or gone if it
 * was made here. Throws `results-unwritable` if it is not empty, and for lack of space or permission.
 */
export async function inNewDirectory<T>(directory: string, fill: () => Promise<T>): Promise<T> {
  try {
    const isNew = !(await isThere(directory));
    await requireDirectory(directory);
    const found = await readdir(directory);
    if (found.length > 0) throw notEmpty(directory, found);
    try {
      return await fill();
    } catch (error) {
      for (const name of await readdir(directory)) await rm(join(directory, name), { recursive: true });
      if (isNew) await rmdir(directory);
      throw error;
    }
  } catch (error) {
    if (!hasErrno(error, "EACCES", "EDQUOT", "ENOSPC", "ENOTDIR", "EPERM", "EROFS")) throw error;
    throw new DebootcError("results-unwritable", `cannot write ${directory}: ${String(error)}`, {
      hint: "Free space, fix the ownership of the directory, or choose another one.",
      cause: error,
    });
  }
}

function notEmpty(directory: string, found: readonly string[]): DebootcError {
  return new DebootcError(
    "results-unwritable",
    `${directory} is not empty: it contains ${found.slice(0, 5).join(", ")}`,
    {
      hint: "Remove it, or choose another directory.",
    },
  );
}
