import { DebootcError } from "@debootc/core/error/debootc-error";
import { formatBytes } from "@debootc/core/text/amount";
import { hasErrno, reasonOf } from "@debootc/tools/errno";
import { constants } from "node:fs";
import { open } from "node:fs/promises";

/**
 * Reads a file of a source package, if it is a regular file of at most `largest` bytes; does not block on a pipe.
 * Throws `source-invalid` with the name of the file, by default its path.
 */
export async function readSmallFile(path: string, largest: number, name: string = path): Promise<Buffer> {
  const refuse = (message: string, hint: string, cause?: unknown) =>
    new DebootcError("source-invalid", `${name} ${message}`, { hint, cause });
  try {
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = await file.stat();
    if (!stat.isFile()) throw refuse("is not a regular file", "Name the file itself.");
    if (stat.size > largest)
      throw refuse(
        `has ${formatBytes(stat.size)}, but debootc reads at most ${formatBytes(largest)}`,
        "A file of this kind is never so large: check what it is.",
      );
    // It may grow while it is read.
    const bytes = Buffer.alloc(stat.size);
    const { bytesRead } = await file.read(bytes, 0, stat.size, 0);
    return bytes.subarray(0, bytesRead);
  } catch (error) {
    if (error instanceof DebootcError) throw error;
    if (hasErrno(error, "ENOENT"))
      throw refuse("does not exist", "Check the path; it is relative to the current directory.", error);
    throw refuse(
      `cannot be read: ${reasonOf(error)}`,
      "The user who runs debootc must be able to read it.",
      error,
    );
  }
}
