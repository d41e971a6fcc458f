import { DebootcError } from "@debootc/core/error/debootc-error";
import { detachLoopDevice } from "@debootc/tools/disk/loop-device";
import { loopDevicesOf } from "@debootc/tools/disk/loop-devices-of";
import { mountsBelow, readMountTable, unmount } from "@debootc/tools/files/mount-table";
import { run } from "@debootc/tools/run";

/**
 * Removes a directory with all that was mounted in it and the loop devices of its files. Throws rather than to remove
 * what is mounted.
 */
export async function cleanPlace(directory: string): Promise<void> {
  for (const { target } of mountsBelow(directory, await readMountTable())) await unmount(target);
  for (const { device } of await loopDevicesOf(directory)) await detachLoopDevice(device);
  const left = mountsBelow(directory, await readMountTable());
  if (left.length > 0)
    throw new DebootcError("in-use", `cannot remove ${directory}: ${left[0]?.target} is still mounted`, {
      hint: "Find out what uses it with fuser -m, and unmount it.",
    });
  try {
    await remove(directory);
  } catch {
    // Who is not root cannot empty a directory that may not be written, such as those of some package managers.
    await run({ tool: "chmod", args: ["--recursive", "u+rwx", "--", directory], accept: "all" });
    await remove(directory);
  }
}

async function remove(directory: string): Promise<void> {
  await run({ tool: "rm", args: ["--recursive", "--force", "--one-file-system", "--", directory] });
}
