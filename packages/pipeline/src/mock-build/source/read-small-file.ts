import { DebootcError } from "@debootc/core/error/debootc-error";
import { formatBytes } from "@debootc/core/text/amount";
import { hasErrno, reasonOf } from "@debootc/tools/errno";
import { constants } from "node:fs";
import { open } from "node:fs/promises";

/**
 * Reads a file that a source package brings, if it is a regular one of at most so many bytes. Throws `source-invalid`
 * that names it; a pipe does not block.
 */
export async function readSmallFile(path: string, largest: number): Promise<Buffer> {
  const refuse = (message: string, hint: string, cause?: unknown) =>
    new DebootcError("source-invalid", `${path} ${message}`, { hint, cause });
  try {
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = await file.stat();
    if (!stat.isFile()) throw refuse("is no regular file", "Name the file itself.");
    if (stat.size > largest)
      throw refuse(
        `has ${formatBytes(stat.size)}, at most ${formatBytes(largest)} are read`,
        "This is no such file.",
      );
    // It may grow while it is read.
    const bytes = Buffer.alloc(stat.size);
    const { bytesRead } = await file.read(bytes, 0, stat.size, 0);
    return bytes.subarray(0, bytesRead);
  } catch (error) {
    if (error instanceof DebootcError) throw error;
    if (hasErrno(error, "ENOENT"))
      throw refuse("does not exist", "Check the path; it is taken relative to the current directory.", error);
    throw refuse(
      `cannot be read: ${reasonOf(error)}`,
      "It must be a file that the user who runs debootc may read.",
      error,
    );
  }
}
