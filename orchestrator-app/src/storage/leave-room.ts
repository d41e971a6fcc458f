import { DebootcError } from "@debootc/core/error/debootc-error";
import { formatBytes } from "@debootc/core/text/amount";
import { writable } from "@debootc/tools/files/writable";
import { freeBytes } from "@debootc/tools/files/disk-use";

/** So often the room that is left is looked at, in bytes. */
const lookEvery = 16 * 1024 * 1024;

/** Is told how many bytes are going to be written. Throws `results-unwritable` if too little of the disk would be left. */
export type TakeRoom = (bytes: number) => Promise<void>;

/** Returns what looks after it that so many bytes of the disk of a directory are left to others; none if there is no reserve. */
export function leaveRoom(directory: string, reserve: number): TakeRoom {
  let unlooked = lookEvery;
  return async (bytes) => {
    unlooked += bytes;
    if (reserve === 0 || unlooked < lookEvery) return;
    const free = await writable(directory, () => freeBytes(directory));
    if (free < reserve + lookEvery + bytes) throw tooFull(directory, reserve);
    unlooked = 0;
  };
}

function tooFull(directory: string, reserve: number): DebootcError {
  return new DebootcError(
    "results-unwritable",
    `cannot write ${directory}: less than ${formatBytes(reserve)} would be left, which the hub itself needs`,
    { hint: "Free some space, keep results for fewer days, or keep them elsewhere by --storage." },
  );
}
