import { readlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { hasErrno } from "@debootc/tools/errno";

/** Returns the unit that the default.target of a root names. Throws `boot-unsupported` when it has none. */
export async function defaultTargetOf(root: string): Promise<string> {
  for (const directory of ["etc/systemd/system", "usr/lib/systemd/system"]) {
    try {
      return basename(await readlink(join(root, directory, "default.target")));
    } catch (error) {
      if (!hasErrno(error, "ENOENT", "EINVAL")) throw error;
    }
  }
  throw new DebootcError("boot-unsupported", "the tree has no link default.target that says what to start", {
    hint: "The treefile must install systemd-sysv, and may set default-target.",
  });
}
