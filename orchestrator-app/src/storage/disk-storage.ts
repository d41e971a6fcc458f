import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Digest } from "@debootc/core/record/digest";
import { formatBytes } from "@debootc/core/text/amount";
import { hasErrno } from "@debootc/tools/errno";
import { writable } from "@debootc/tools/files/writable";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import { checkedChunks } from "./checked-chunks.ts";
import type { Storage, StoredObject } from "./storage.ts";

interface DiskOptions {
  readonly directory: string;
  readonly randomWord: () => string;
  /** So many bytes of the disk are left to others, such as the hub's own database; none if absent. */
  readonly reserve?: number;
}

/**
 * Keeps objects as files by their digests. A file is written beside them, flushed, and renamed into its place, so that a hub
 * that is killed leaves only what `sweepIncoming` removes.
 */
export function diskStorage({ directory, randomWord, reserve = 0 }: DiskOptions): Storage {
  const objects = join(directory, "objects");
  const incoming = join(directory, "incoming");
  const folderOf = (digest: Digest) => join(objects, hexOf(digest).slice(0, 2));
  const pathOf = (digest: Digest) => join(folderOf(digest), hexOf(digest));
  const statOf = async (digest: Digest): Promise<StoredObject | undefined> => {
    try {
      return { digest, size: (await stat(pathOf(digest))).size };
    } catch (error) {
      if (hasErrno(error, "ENOENT")) return undefined;
      throw error;
    }
  };
  return {
    put: async (chunks, expected) => {
      await writable(incoming, () => mkdir(incoming, { recursive: true, mode: 0o700 }));
      const draft = join(incoming, randomWord());
      const checked = checkedChunks(chunks, expected);
      try {
        await writeFlushed(draft, leavingRoom(checked, incoming, reserve));
        const object = checked.result();
        const folder = folderOf(object.digest);
        await writable(folder, async () => {
          await mkdir(folder, { recursive: true, mode: 0o700 });
          await rename(draft, pathOf(object.digest));
          await flushFolder(folder);
          await flushFolder(objects);
        });
        return object;
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    },
    get: async (digest, range) => {
      if ((await statOf(digest)) === undefined) throw missing(digest);
      if (range !== undefined && range.end <= range.start) return nothing();
      const place = range === undefined ? {} : { start: range.start, end: range.end - 1 };
      return createReadStream(pathOf(digest), { ...place, highWaterMark: 256 * 1024 });
    },
    stat: statOf,
    delete: (digest) => rm(pathOf(digest), { force: true }),
    list: async function* () {
      for (const folder of await namesIn(objects)) {
        for (const name of await namesIn(join(objects, folder))) {
          if (!/^[0-9a-f]{64}$/.test(name)) continue;
          const object = await statOf(`sha256:${name}`);
          if (object !== undefined) yield object;
        }
      }
    },
  };
}

/** Removes what hubs that were killed had begun to write before a moment. */
export async function sweepIncoming(directory: string, before: Date): Promise<void> {
  const incoming = join(directory, "incoming");
  for (const name of await namesIn(incoming)) {
    const path = join(incoming, name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && found.mtime < before) await rm(path, { recursive: true, force: true });
  }
}

/** So often the room that is left is looked at, in bytes. */
const lookEvery = 16 * 1024 * 1024;

async function* leavingRoom(
  chunks: AsyncIterable<Uint8Array>,
  directory: string,
  reserve: number,
): AsyncGenerator<Uint8Array> {
  let unlooked = lookEvery;
  for await (const chunk of chunks) {
    unlooked += chunk.length;
    if (reserve > 0 && unlooked >= lookEvery) {
      unlooked = 0;
      const { bavail, bsize } = await statfs(directory);
      if (bavail * bsize < reserve + lookEvery) throw tooFull(directory, reserve);
    }
    yield chunk;
  }
}

function tooFull(directory: string, reserve: number): DebootcError {
  return new DebootcError(
    "results-unwritable",
    `cannot write ${directory}: less than ${formatBytes(reserve)} would be left, which the hub itself needs`,
    { hint: "Free some space, keep results for fewer days, or keep them elsewhere by --storage." },
  );
}

async function writeFlushed(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  await using file = await writable(path, () => open(path, "wx", 0o600));
  for await (const chunk of chunks) await writable(path, () => file.appendFile(chunk));
  await writable(path, () => file.sync());
}

async function flushFolder(path: string): Promise<void> {
  await using folder = await open(path, "r");
  await folder.sync();
}

async function namesIn(path: string): Promise<readonly string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return [];
    throw error;
  }
}

function hexOf(digest: Digest): string {
  return digest.slice("sha256:".length);
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** Returns the error for an object that a storage does not have. */
export function missing(digest: Digest): DebootcError {
  return new DebootcError("artifact-missing", `the storage has no object ${digest}`, {
    hint: "It has expired, or somebody removed it; retry the task that made it.",
  });
}
