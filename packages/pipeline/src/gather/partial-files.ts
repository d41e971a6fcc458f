import { makeDirectories } from "@debootc/tools/files/make-directories";
import type { Digest } from "@debootc/core/record/digest";
import { hasErrno } from "@debootc/tools/errno";
import { writable } from "@debootc/tools/files/writable";
import { randomUUID } from "node:crypto";
import { readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { formatIdentity, identifyProcess, lifeOf, parseIdentity } from "../cache/process-identity.ts";

/**
 * Files on their way into the store of .debs. Each belongs to the one process whose identity is in its name, so
 * that runs at the same time never write to the same file; what a dead process left is taken over and continued.
 */
export interface PartialFiles {
  /** A path that only the caller writes to, holding what is there already of this file. */
  readonly claim: (sha256: Digest) => Promise<string>;
  /** Leaves an unfinished file for whoever comes next. */
  readonly release: (path: string) => Promise<void>;
}

/** `process` files look like `<sha256>~<identity>~<random>`, released ones like `<sha256>~free~<random>`. */
export async function openPartialFiles(debsDirectory: string): Promise<PartialFiles> {
  const directory = join(debsDirectory, "partial");
  await writable(directory, () => makeDirectories(directory));
  const owner = formatIdentity(await identifyProcess(process.pid));
  const pathFor = (hex: string, holder: string) => join(directory, [hex, holder, randomUUID()].join("~"));

  return {
    claim: async (sha256) => {
      const hex = sha256.slice("sha256:".length);
      const own = pathFor(hex, owner);
      const [longest, ...others] = await abandoned(directory, hex);
      if (longest !== undefined) await moveIfThere(longest, own);
      for (const other of others) await rm(other, { force: true });
      return own;
    },
    release: async (path) => {
      const hex = path.slice(directory.length + 1).split("~")[0] ?? "";
      await moveIfThere(path, pathFor(hex, free));
    },
  };
}

const free = "free";

/** What nobody living holds of a file, the longest first. */
async function abandoned(directory: string, hex: string): Promise<string[]> {
  const found: { path: string; size: number }[] = [];
  for (const name of await readdir(directory)) {
    const [fileHex, holder = ""] = name.split("~");
    if (fileHex !== hex || !(await isAbandoned(holder))) continue;
    const path = join(directory, name);
    const size = await sizeIfThere(path);
    if (size !== undefined) found.push({ path, size });
  }
  return found.sort((a, b) => b.size - a.size).map(({ path }) => path);
}

async function isAbandoned(holder: string): Promise<boolean> {
  const identity = parseIdentity(holder);
  return holder === free || (identity !== undefined && (await lifeOf(identity)) === "dead");
}

async function moveIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    // Another run was faster: it has the file, this one begins anew.
    if (!hasErrno(error, "ENOENT")) throw error;
  }
}

async function sizeIfThere(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return undefined;
    throw error;
  }
}
