import { realpath, rm } from "node:fs/promises";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { hasErrno } from "@debootc/tools/errno";
import { run } from "@debootc/tools/run";
import { mountsBelow, readMountTable } from "@debootc/tools/files/mount-table";

/** Removes a directory with all in it, as the user who runs. Nothing happens when it is not there. */
export type RemoveTree = (path: string) => Promise<void>;

/** Refuses with `in-use` when something is mounted there: removal would go on inside what is mounted. */
export const removeTree: RemoveTree = async (path) => {
  const [mount] = mountsBelow(await realPathOf(path), await readMountTable());
  if (mount) {
    throw new DebootcError(
      "in-use",
      `${path} cannot be removed: ${mount.type} is mounted on ${mount.target}`,
      {
        hint: `Undo the mount with "debootc doctor --fix", or: umount ${mount.target}`,
      },
    );
  }
  // The last children of a killed owner may still be writing for a moment.
  try {
    await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  } catch (error) {
    if (!hasErrno(error, "ENAMETOOLONG")) throw error;
    // Nothing keeps a build from making directories so deep that no path leads there; rm goes step by step.
    await run({ tool: "rm", args: ["--recursive", "--force", "--one-file-system", "--", path] });
  }
};

/** As the mount table has it. */
async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return path;
    throw error;
  }
}
