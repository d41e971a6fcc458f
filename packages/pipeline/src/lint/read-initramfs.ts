import { initramfsPaths } from "@debootc/core/lint/facts/kernels";
import { cpioNames, isCpio } from "@debootc/core/lint/parse/cpio-names";
import type { LintTree } from "@debootc/core/lint/subject/lint-tree";
import { gunzipSync, zstdDecompressSync } from "node:zlib";

/** Lists what each initramfs of a tree has, by its path; leaves out those that cannot be read. */
export function readInitramfs(tree: LintTree): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, ReadonlySet<string>>();
  for (const path of initramfsPaths(tree)) {
    const content = tree.follow(path)?.content;
    const names = content === undefined ? undefined : initramfsNames(content);
    if (names !== undefined) found.set(path, names);
  }
  return found;
}

/** Far above any initramfs; stops data that was packed to be endless. */
const maxOutputLength = 1024 ** 3;

/**
 * Returns the relative paths in an initramfs: archives one after the other, of which the last may be compressed. Undefined for
 * one that is damaged, or compressed in a way that Node does not know.
 */
export function initramfsNames(image: Buffer): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  let rest = withoutPadding(image);
  let unpacked = false;
  while (rest.length > 0) {
    if (isCpio(rest)) {
      const archive = cpioNames(rest);
      if (archive === undefined) return undefined;
      for (const name of archive.names) names.add(name);
      rest = withoutPadding(rest.subarray(archive.end));
    } else {
      const content = unpacked ? undefined : decompressed(rest);
      if (content === undefined) return undefined;
      rest = content;
      unpacked = true;
    }
  }
  return names.size === 0 ? undefined : names;
}

const decoders = [
  { magic: "28b52ffd", decode: zstdDecompressSync },
  { magic: "1f8b", decode: gunzipSync },
];

function decompressed(bytes: Buffer): Buffer | undefined {
  const head = bytes.toString("hex", 0, 4);
  const decoder = decoders.find(({ magic }) => head.startsWith(magic));
  try {
    return decoder?.decode(bytes, { maxOutputLength });
  } catch {
    return undefined;
  }
}

function withoutPadding(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0);
  return start < 0 ? bytes.subarray(bytes.length) : bytes.subarray(start);
}
