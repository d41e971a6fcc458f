import { hasErrno } from "@debootc/tools/errno";
import { constants, copyFileSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";

interface Taking {
  /** A repository with the objects of a commit, not compressed. */
  readonly of: string;
  /** The archive repository that gets them. */
  readonly into: string;
  /** Archive repositories that may have some, each sound. */
  readonly from: readonly string[];
}

/**
 * Copies what other archive repositories have already compressed of a commit, so that no file is compressed twice; the
 * first that has an object gives it. Returns how many objects were taken. Without promises, which would cost more than
 * the copies.
 */
export function takeObjects({ of, into, from }: Taking): number {
  let taken = 0;
  for (const prefix of readdirSync(join(of, "objects"))) {
    const compressed = readdirSync(join(of, "objects", prefix))
      .filter((name) => name.endsWith(".file"))
      .map((name) => join("objects", prefix, `${name}z`));
    if (compressed.length > 0 && from.length > 0)
      mkdirSync(join(into, "objects", prefix), { recursive: true });
    for (const object of compressed) {
      if (from.some((repo) => isCopied(join(repo, object), join(into, object)))) taken += 1;
    }
  }
  return taken;
}

function isCopied(source: string, target: string): boolean {
  try {
    copyFileSync(source, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    return true;
  } catch (error) {
    if (hasErrno(error, "ENOENT", "ENOTDIR")) return false;
    throw error;
  }
}
