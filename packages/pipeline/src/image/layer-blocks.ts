import { DebootcError } from "@debootc/core/error/debootc-error";
import { tarHeader } from "@debootc/core/tar/tar-header";
import { tarEnd, tarPadding } from "@debootc/core/tar/write-tar";
import type { TreeEntry } from "@debootc/core/tree/tree-entry";
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";

/** Holds the memory in which blocks are made; it is reused, so that a large root costs no more than a small one. */
export type BlockMemory = readonly [Buffer, Buffer];

/** An encoder gets blocks of one size, so that its output depends only on the bytes. Most layers are one block. */
const blockSize = 8 * 1024 * 1024;

export function blockMemory(): BlockMemory {
  return [Buffer.allocUnsafeSlow(blockSize), Buffer.allocUnsafeSlow(blockSize)];
}

/**
 * Yields the tar of a root's listed entries in blocks of equal size, except the last. The listing has everything but
 * the contents of files, so only files are opened. They are read straight into the block, without a turn through the
 * thread pool, which the encoders keep busy: a root consists of many small files. A block is valid until the next but
 * one is requested. Throws `internal-fault` for a file whose length differs from the listing.
 */
export function* layerBlocks(
  root: string,
  entries: Iterable<TreeEntry>,
  memory: BlockMemory,
): Generator<Buffer, void, undefined> {
  let [block, other] = memory;
  let filled = 0;
  /** Takes as many bytes as fit and returns how many. */
  const put = (bytes: Uint8Array): number => {
    const piece = bytes.subarray(0, block.length - filled);
    block.set(piece, filled);
    filled += piece.length;
    return piece.length;
  };
  const turn = (): Buffer => {
    const full = block;
    [block, other] = [other, block];
    filled = 0;
    return full;
  };
  const whole = function* (bytes: Uint8Array) {
    for (let at = 0; at < bytes.length; ) {
      at += put(bytes.subarray(at));
      if (filled === block.length) yield turn();
    }
  };

  for (const entry of entries) {
    yield* whole(tarHeader(entry));
    if (entry.type !== "file" || entry.size === 0) continue;
    const file = openSync(join(root, entry.path), constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const found = fstatSync(file).size;
      if (found !== entry.size) throw changed(entry, found);
      for (let left = entry.size; left > 0; ) {
        const read = readSync(file, block, filled, Math.min(left, block.length - filled), null);
        if (read === 0) throw changed(entry, entry.size - left);
        left -= read;
        filled += read;
        if (filled === block.length) yield turn();
      }
    } finally {
      closeSync(file);
    }
    yield* whole(tarPadding(entry.size));
  }
  yield* whole(tarEnd);
  if (filled > 0) yield block.subarray(0, filled);
}

function changed({ path, size }: TreeEntry, found: number): DebootcError {
  return new DebootcError("internal-fault", `${path} was listed with ${size} bytes but has ${found}`, {
    hint: "Something changed the finished root. Compose again with --no-cache.",
  });
}
