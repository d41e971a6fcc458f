import { equalBlocks } from "@debootc/core/tar/equal-blocks";
import { writeTar } from "@debootc/core/tar/write-tar";
import type { RootEntry } from "./root-entries.ts";

/** Entries as one archive, in blocks of one size so that an encoder's output depends on nothing but them. */
export function toTar(entries: AsyncIterable<RootEntry>): AsyncGenerator<Buffer, void, undefined> {
  return equalBlocks(writeTar(entries), blockSize);
}

const blockSize = 256 * 1024;
