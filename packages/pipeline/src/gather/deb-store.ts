import type { LockedPackage } from "@debootc/core/lock/lock";
import type { Digest } from "@debootc/core/record/digest";
import { hasErrno } from "@debootc/tools/errno";
import { fileDigest } from "@debootc/tools/files/file-digest";
import { stat, utimes } from "node:fs/promises";
import { join } from "node:path";

/** Returns the path of a .deb in the store: `<2 hex>/<sha256>.deb`. */
export function storedDeb(debsDirectory: string, sha256: Digest): string {
  const hex = sha256.slice("sha256:".length);
  return join(debsDirectory, hex.slice(0, 2), `${hex}.deb`);
}

/** Describes a file of an archive by what its signed index says about it. */
export type ArchiveFile = Pick<
  LockedPackage,
  "name" | "version" | "architecture" | "sha256" | "size" | "filename" | "sourceId"
>;

export type StoredState = "absent" | "intact" | "damaged";

/** Checks whether a file has exactly the locked bytes. Reads it on every use, because a name alone proves nothing. */
export async function stateOfFile(
  path: string,
  { size, sha256 }: Pick<ArchiveFile, "size" | "sha256">,
): Promise<StoredState> {
  try {
    if ((await stat(path)).size !== size) return "damaged";
    return (await fileDigest(path)).digest === sha256 ? "intact" : "damaged";
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return "absent";
    throw error;
  }
}

/** Records that a stored file is used now, for `debootc cache prune`: not every file system keeps the time of reading. */
export async function markUsed(path: string): Promise<void> {
  const { mtime } = await stat(path);
  await utimes(path, new Date(), mtime);
}
