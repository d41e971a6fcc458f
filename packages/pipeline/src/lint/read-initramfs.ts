import { initramfsPaths } from "@debootc/core/lint/facts/kernels";
import { cpioNames } from "@debootc/core/lint/parse/cpio-names";
import type { LintTree } from "@debootc/core/lint/subject/lint-tree";
import { pipeline } from "node:stream/promises";
import { createGunzip, createZstdDecompress } from "node:zlib";

/** Says how much is read of what may be packed to be endless. */
interface InitramfsLimits {
  /** Bytes that all of them unpack to. */
  readonly mostBytes: number;
  /** Bytes of the names in each. */
  readonly mostNames: number;
}

/** Far above what the kernels of a tree have. */
const usual: InitramfsLimits = { mostBytes: 2 * 1024 ** 3, mostNames: 16 * 1024 ** 2 };

/** Lists what each initramfs of a tree has, by its path; leaves out those that cannot be read. */
export async function readInitramfs(
  tree: LintTree,
  signal: AbortSignal,
  { mostBytes, mostNames } = usual,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const found = new Map<string, ReadonlySet<string>>();
  let left = mostBytes;
  for (const path of new Set(initramfsPaths(tree))) {
    const content = tree.follow(path)?.content;
    if (content === undefined) continue;
    const { names, unpacked } = await initramfsNames(content, { mostBytes: left, mostNames }, signal);
    left -= unpacked;
    if (names !== undefined) found.set(path, names);
  }
  return found;
}

/**
 * Returns the relative paths in an initramfs: archives one after the other, of which the last may be compressed. Undefined for
 * one that is damaged, beyond the limits, or compressed in a way that Node does not know. It is unpacked in pieces, of
 * which none is held.
 */
export async function initramfsNames(
  image: Buffer,
  { mostBytes, mostNames } = usual,
  signal?: AbortSignal,
): Promise<{ readonly names: ReadonlySet<string> | undefined; readonly unpacked: number }> {
  const { names, push, isWhole } = cpioNames(mostNames);
  const packed = push(image);
  let unpacked = 0;
  let isReadable = true;
  if (packed !== undefined) {
    const decoder = decoderOf(packed);
    const count = async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        unpacked += chunk.length;
        if (unpacked > mostBytes || push(chunk) !== undefined)
          throw new RangeError("nothing of an initramfs");
      }
    };
    isReadable =
      decoder !== undefined &&
      (await pipeline([packed], decoder, count, { signal }).then(
        () => true,
        () => false,
      ));
    signal?.throwIfAborted();
  }
  return { names: isReadable && isWhole() && names.size > 0 ? names : undefined, unpacked };
}

const decoders = [
  { magic: "28b52ffd", make: createZstdDecompress },
  { magic: "1f8b", make: createGunzip },
];

const chunkSize = 256 * 1024;

function decoderOf(bytes: Buffer) {
  const head = bytes.toString("hex", 0, 4);
  return decoders.find(({ magic }) => head.startsWith(magic))?.make({ chunkSize });
}
