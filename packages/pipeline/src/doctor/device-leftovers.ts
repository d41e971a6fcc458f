import type { LoopDevice } from "@debootc/tools/disk/loop-device";
import type { Mount } from "@debootc/tools/files/mount-table";
import { type Leftover, leftover } from "./leftover.ts";
import { isWithin } from "./scratch-path.ts";

/**
 * Mounts inside directories that only dead processes worked in, deepest first. What is mounted elsewhere below the
 * output or cache directory was mounted by a person, who may want it.
 */
export function judgeMounts(mounts: readonly Mount[], deadScratch: readonly string[]): Leftover[] {
  return mounts
    .filter(({ target }) => deadScratch.some((directory) => isWithin(target, directory)))
    .toReversed()
    .map(({ target, type }) =>
      leftover(`mount:${target}`, `mount ${target}`, `${type}, of a run that died`, {
        do: "unmount",
        target,
      }),
    );
}

/** Loop devices of files in such directories. */
export function judgeLoopDevices(devices: readonly LoopDevice[], deadScratch: readonly string[]): Leftover[] {
  return devices
    .filter(({ backingFile }) => deadScratch.some((directory) => isWithin(backingFile, directory)))
    .map(({ device, backingFile }) =>
      leftover(`loop:${device}`, `loop device ${device}`, `of ${backingFile}`, { do: "detach-loop", device }),
    );
}
