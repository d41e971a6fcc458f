import { bytesPath } from "@debootc/tools/files/bytes-path";
import { lstat, readdir } from "node:fs/promises";

export interface TreeMeasure {
  /** Entries that are no directory; a file with several names counts once. */
  readonly files: number;
  /** Sum of their lengths. Not of blocks, which differ between file systems and over time. */
  readonly bytes: number;
}

/** Counts what is in a directory, links not followed; names may be any bytes. */
export async function measureTree(directory: string): Promise<TreeMeasure> {
  const seen = new Set<string>();
  let files = 0;
  let bytes = 0;
  const pending: (string | Buffer)[] = [directory];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const entry of await readdir(next, { encoding: "buffer", withFileTypes: true })) {
      const path = bytesPath(next, entry.name);
      if (entry.isDirectory()) {
        pending.push(path);
        continue;
      }
      const { dev, ino, nlink, size } = await lstat(path);
      const inode = `${dev}:${ino}`;
      if (nlink > 1 && seen.has(inode)) continue;
      seen.add(inode);
      files += 1;
      bytes += size;
    }
  }
  return { files, bytes };
}
