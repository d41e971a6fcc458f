import type { Digest } from "@debootc/core/record/digest";
import { createHash, type Hash } from "node:crypto";
import { closeSync, lstatSync, openSync, readdirSync, readlinkSync, readSync } from "node:fs";
import { setImmediate as breathe } from "node:timers/promises";

const buffer = Buffer.allocUnsafe(1024 * 1024);
const bytesBeforeBreath = 32 * 1024 * 1024;

/**
 * Returns a digest of plain files and directories: paths, types, modes, owners, links and content. For what debootc
 * itself publishes, such as blobs and objects, which has no extended attributes; a system tree takes `sealTree`.
 * Reads without promises: a repository has ten thousand objects, and a promise costs more than reading one.
 */
export async function sealFiles(directory: string): Promise<Digest> {
  const hash = createHash("sha256");
  let unbreathed = 0;
  const pending = [Buffer.from(directory)];
  const start = pending[0]?.length ?? 0;
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const facts = lstatSync(path);
    const name = path.subarray(start).toString("hex");
    hash.update(`${name} ${facts.mode} ${facts.uid} ${facts.gid} ${facts.rdev} `);
    if (facts.isDirectory()) {
      hash.update("directory\n");
      const names = readdirSync(path, { encoding: "buffer" }).sort((a, b) => a.compare(b));
      const parent = path;
      pending.push(...names.map((child) => Buffer.concat([parent, slash, child])).reverse());
    } else if (facts.isSymbolicLink()) {
      hash.update(`${readlinkSync(path, { encoding: "buffer" }).toString("hex")}\n`);
    } else if (facts.isFile()) {
      hash.update(`${facts.size}\n`);
      unbreathed += addContent(hash, path);
    } else hash.update("special\n");
    if (unbreathed < bytesBeforeBreath) continue;
    unbreathed = 0;
    await breathe();
  }
  return `sha256:${hash.digest("hex")}`;
}

const slash = Buffer.from("/");

function addContent(hash: Hash, path: Buffer): number {
  const file = openSync(path, "r");
  try {
    let total = 0;
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) {
      hash.update(buffer.subarray(0, read));
      total += read;
    }
    return total;
  } finally {
    closeSync(file);
  }
}
