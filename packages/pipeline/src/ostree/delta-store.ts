import { generateDelta } from "@debootc/tools/ostree/ostree-delta";
import { readSignatures } from "@debootc/tools/ostree/ostree-signing";
import { hasErrno } from "@debootc/tools/errno";
import { flushFileSystem } from "@debootc/tools/sync";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { mkdir, readdir, readFile, rename, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Repository, scratchPath } from "./open-repository.ts";
import { makeView } from "./repository-view.ts";

export interface StoredDelta {
  /** Absent for one from nothing. */
  readonly from: string | undefined;
  readonly to: string;
  /** Its directory, below the repository. */
  readonly path: string;
}

/** The deltas of a repository that lead to a commit. */
export async function deltasTo(repo: string, to: string): Promise<StoredDelta[]> {
  const found: StoredDelta[] = [];
  for (const start of await names(join(repo, "deltas"))) {
    for (const rest of await names(join(repo, "deltas", start))) {
      const checksums = `${start}${rest}`.split("-").map(checksumOf);
      const there = await stat(join(repo, "deltas", start, rest, "superblock")).catch(() => undefined);
      if (checksums.at(-1) !== to || there === undefined) continue;
      const from = checksums.length === 2 ? checksums[0] : undefined;
      found.push({ from, to, path: join("deltas", start, rest) });
    }
  }
  return found;
}

/**
 * Those that a client would refuse: a delta carries the signatures that its commit had when it was made, and a client
 * that uses it sees no others.
 */
export async function staleDeltas(repo: string, to: string): Promise<StoredDelta[]> {
  const signatures = await readSignatures(repo, to);
  const stale = [];
  for (const delta of await deltasTo(repo, to)) {
    const superblock = await readFile(join(repo, delta.path, "superblock"));
    if (!signatures.every((signature) => superblock.includes(Buffer.from(signature)))) stale.push(delta);
  }
  return stale;
}

/** Makes a delta aside, and lets it take its place when all of it is on disk. Answers with its directory. */
export async function storeDelta(
  repository: Repository,
  from: string | undefined,
  to: string,
  signal: AbortSignal,
): Promise<string> {
  const { path } = repository;
  const view = await makeView(repository, ["deltas", "delta-indexes"], `delta-${from ?? "nothing"}`);
  await generateDelta({ repo: join(path, view), from, to, signal });
  const made = (await deltasTo(join(path, view), to)).find((delta) => delta.from === from);
  if (made === undefined)
    throw new DebootcError("tool-failed", `ostree made no delta from ${from ?? "nothing"} to ${to}`);
  await flushFileSystem(path);
  const target = join(path, made.path);
  await mkdir(dirname(target), { recursive: true });
  // A directory that is not empty cannot be replaced, but moved away.
  await rename(target, join(path, scratchPath(`old-delta-${from ?? "nothing"}`))).catch((error: unknown) => {
    if (!hasErrno(error, "ENOENT")) throw error;
  });
  await rename(join(path, view, made.path), target);
  return target;
}

async function names(directory: string): Promise<string[]> {
  return await readdir(directory).catch((error: unknown) => {
    if (hasErrno(error, "ENOENT", "ENOTDIR")) return [];
    throw error;
  });
}

/** A checksum in base64, with `_` for `/` and without its padding. */
function checksumOf(text: string): string {
  return Buffer.from(text.replaceAll("_", "/"), "base64").toString("hex");
}
