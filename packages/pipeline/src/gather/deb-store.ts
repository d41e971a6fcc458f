import type { LockedPackage } from "@debootc/core/lock/lock";
import type { Digest } from "@debootc/core/record/digest";
import { hasErrno } from "@debootc/tools/errno";
import { fileDigest } from "@debootc/tools/files/file-digest";
import { stat } from "node:fs/promises";
import { join } from "node:path";

/** Where a .deb stands in the store: `<2 hex>/<sha256>.deb`. */
export function storedDeb(debsDirectory: string, sha256: Digest): string {
  const hex = sha256.slice("sha256:".length);
  return join(debsDirectory, hex.slice(0, 2), `${hex}.deb`);
}

/** A file of an archive, by what its signed index says of it. */
export type ArchiveFile = Pick<
  LockedPackage,
  "name" | "version" | "architecture" | "sha256" | "size" | "filename" | "sourceId"
>;

export type StoredState = "absent" | "intact" | "damaged";

/** Whether a file has exactly the locked bytes. Read on every use: a name alone proves nothing. */
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
