import { DebootcError } from "@debootc/core/error/debootc-error";
import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { hasErrno } from "../errno.ts";

/**
 * Resolves a path inside a root that packages have filled to the host's path, and throws `package-broken` if a link is
 * on the way: it may lead to any file of the host. Missing components are fine. Nothing may run in the root meanwhile.
 */
export async function plainPath(root: string, path: string): Promise<string> {
  const names = path.split("/").filter((name) => name !== "" && name !== ".");
  let current = root;
  for (const name of names) {
    current = join(current, name);
    if (name === ".." || (await isLink(current))) {
      throw new DebootcError("package-broken", `cannot use ${path} in the chroot: ${name} is a link`, {
        hint: "A package put the link there. debootc does not follow it, because it may lead out of the chroot.",
      });
    }
  }
  return current;
}

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink();
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return false;
    throw error;
  }
}
