import { DebootcError } from "@debootc/core/error/debootc-error";
import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { hasErrno } from "../errno.ts";

/**
 * The host's path of a place in a root that packages have filled, if the way there leads over no link: behind one may be
 * any file of the host. What is not there yet is no link. Nothing may run in the root meanwhile. Throws `package-broken`.
 */
export async function plainPath(root: string, path: string): Promise<string> {
  const names = path.split("/").filter((name) => name !== "" && name !== ".");
  let current = root;
  for (const name of names) {
    current = join(current, name);
    if (name === ".." || (await isLink(current))) {
      throw new DebootcError("package-broken", `${path} cannot be used in the chroot: ${name} is a link`, {
        hint: "A package put the link there; debootc follows none, for it may lead out of the chroot.",
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
