import type { TakeRoom } from "@debootc/tools/release/staged-file";
import { watchRoom } from "@debootc/tools/release/watch-room";

/** Returns what looks after it that so many bytes of the disk of a directory are left to the hub; none if there is no reserve. */
export function leaveRoom(directory: string, reserve: number): TakeRoom {
  return watchRoom(directory, {
    ...{ bytes: reserve, owner: "the hub itself needs" },
    hint: "Free some space, keep results for fewer days, or keep them elsewhere by --storage.",
  });
}
