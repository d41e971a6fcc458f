import { DebootcError } from "@debootc/core/error/debootc-error";
import { formatBytes } from "@debootc/core/text/amount";
import { freeBytes } from "../files/disk-use.ts";
import { writable } from "../files/writable.ts";
import type { TakeRoom } from "./staged-file.ts";

/** So often the room that is left is looked at, in bytes. */
const lookEvery = 16 * 1024 * 1024;

interface Reserve {
  /** Bytes that are left to others; 0 if nobody else needs any. */
  readonly bytes: number;
  /** Who needs them, as the end of a sentence. */
  readonly owner: string;
  /** What to do when there are too few. */
  readonly hint: string;
}

/** Returns what looks after it that so many bytes of the disk of a directory are left to others. */
export function watchRoom(directory: string, { bytes: reserve, owner, hint }: Reserve): TakeRoom {
  let unlooked = lookEvery;
  return async (bytes) => {
    unlooked += bytes;
    if (reserve === 0 || unlooked < lookEvery) return;
    const free = await writable(directory, () => freeBytes(directory));
    if (free < reserve + lookEvery + bytes)
      throw new DebootcError(
        "results-unwritable",
        `cannot write ${directory}: less than ${formatBytes(reserve)} would be left, which ${owner}`,
        { hint },
      );
    unlooked = 0;
  };
}
