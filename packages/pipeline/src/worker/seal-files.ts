import type { Digest } from "@debootc/core/record/digest";
import { createHash, type Hash } from "node:crypto";
import { closeSync, lstatSync, openSync, readdirSync, readlinkSync, readSync } from "node:fs";

const buffer = Buffer.allocUnsafe(1024 * 1024);

interface SealOptions {
  /** Counts also times, and which names are of one file. */
  readonly ofSystem?: boolean;
}

/**
 * Returns a digest of files and directories: paths, types, modes, owners, links and content. For what debootc itself
 * publishes, such as blobs and objects, which has no extended attributes; a system tree takes `sealTree`. Reads without
 * promises, for a repository has ten thousand objects, and a promise costs more than reading one.
 */
export function sealFiles(directory: string, { ofSystem = false }: SealOptions = {}): Digest {
  const hash = createHash("sha256");
  const pending = [Buffer.from(directory)];
  const start = pending[0]?.length ?? 0;
  const firstNames = new Map<string, string>();
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const facts = lstatSync(path);
    const name = path.subarray(start).toString("hex");
    const time = ofSystem ? facts.mtimeMs : "";
    hash.update(`${name} ${facts.mode} ${facts.uid} ${facts.gid} ${facts.rdev} ${time} `);
    if (ofSystem && facts.nlink > 1 && !facts.isDirectory()) {
      const file = `${facts.dev} ${facts.ino}`;
      const first = firstNames.get(file);
      firstNames.set(file, first ?? name);
      if (first !== undefined) {
        hash.update(`also ${first}\n`);
        continue;
      }
    }
    if (facts.isDirectory()) {
      hash.update("directory\n");
      const names = readdirSync(path, { encoding: "buffer" }).sort((a, b) => a.compare(b));
      const parent = path;
      pending.push(...names.map((child) => Buffer.concat([parent, slash, child])).reverse());
    } else if (facts.isSymbolicLink()) {
      hash.update(`${readlinkSync(path, { encoding: "buffer" }).toString("hex")}\n`);
    } else if (facts.isFile()) {
      hash.update(`${facts.size}\n`);
      addContent(hash, path);
    } else hash.update("special\n");
  }
  return `sha256:${hash.digest("hex")}`;
}

const slash = Buffer.from("/");

function addContent(hash: Hash, path: Buffer): void {
  const file = openSync(path, "r");
  try {
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer))
      hash.update(buffer.subarray(0, read));
  } finally {
    closeSync(file);
  }
}
