import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Digest } from "@debootc/core/record/digest";
import { hasErrno } from "@debootc/tools/errno";
import { makeDirectories, namesIn } from "@debootc/tools/files/paths";
import { requireDirectory } from "@debootc/tools/files/require-directory";
import { unwritable, writable } from "@debootc/tools/files/writable";
import type { TakeRoom } from "@debootc/tools/release/staged-file";
import { createReadStream } from "node:fs";
import { link, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checkedChunks } from "./checked-chunks.ts";
import { leaveRoom } from "./leave-room.ts";
import type { Storage, StoredObject } from "./storage.ts";

interface DiskOptions {
  readonly directory: string;
  readonly randomWord: () => string;
  /** So many bytes of the disk are left to others, such as the hub's own database; none if absent. */
  readonly reserve?: number;
}

/**
 * Keeps objects as files by their digests. A file is written beside them, flushed, and renamed into its place, so that a hub
 * that is killed leaves only what `sweepAbandoned` removes.
 */
export function diskStorage({ directory, randomWord, reserve = 0 }: DiskOptions): Storage {
  const objects = join(directory, "objects");
  const incoming = incomingOf(directory);
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
      await requireDirectory(incoming, 0o700);
      const draft = join(incoming, randomWord());
      const checked = checkedChunks(chunks, expected);
      try {
        await writeFlushed(draft, leavingRoom(checked, leaveRoom(incoming, reserve)));
        const object = checked.result();
        const folder = folderOf(object.digest);
        await writable(folder, async () => {
          await makeDirectories(folder, 0o700);
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
    ownerOf: async (candidate) => {
      const path = join(directory, "owner");
      // It appears under its name once it is whole, also where the disk is full.
      const draft = join(incoming, randomWord());
      try {
        await makeDirectories(incoming, 0o700);
        await writeFile(draft, candidate, { mode: 0o600 });
        await link(draft, path);
        return candidate;
      } catch (error) {
        if (hasErrno(error, "EEXIST")) return readFile(path, "utf8");
        throw unwritable(path, error);
      } finally {
        await rm(draft, { force: true });
      }
    },
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

/** Names the directory in which objects are until they are whole. */
export function incomingOf(directory: string): string {
  return join(directory, "incoming");
}

async function* leavingRoom(chunks: AsyncIterable<Uint8Array>, take: TakeRoom): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    await take(chunk.length);
    yield chunk;
  }
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
