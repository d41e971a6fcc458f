import { hasErrno } from "@debootc/tools/errno";
import { run } from "@debootc/tools/run";
import { copyPlainFile } from "@debootc/tools/files/copy-plain-file";
import { lstat, mkdir, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { EntryName } from "../cache/cache-layout.ts";
import { makeIncoming, placeOf } from "./directory-layout.ts";
import type { FetchLimits, RemoteCache } from "../cache/remote-cache.ts";
import { archiveFile, remoteRecordFile } from "./remote-entry.ts";

/**
 * Returns a directory as a remote cache, such as one that a server shares or a disk that travels. It is as safe as a
 * rename: an entry is copied next to the others and then takes its name in one step, so that machines can use it at the
 * same time, and one that is stopped leaves nothing that counts. The directory must be there: one that is missing is
 * rather not mounted than new. With `readOnly`, not even the time of an entry changes. Nothing is looked at before it is
 * asked for, for a server that is gone does not answer.
 */
export function directoryRemoteCache(
  directory: string,
  { readOnly = false }: { readonly readOnly?: boolean } = {},
): RemoteCache {
  let answer: Promise<void> | undefined;
  return {
    place: `the remote cache ${directory}`,
    writable: !readOnly,
    has: async (names, signal) => {
      await (answer ??= answerOf(directory, signal));
      if (!(await stat(directory)).isDirectory()) throw new Error(`${directory} is not a directory`);
      const found = await Promise.all(names.map((name) => isThere(placeOf(directory, name))));
      return names.filter((_name, index) => found[index]);
    },
    fetch: async (name, target, limits) => {
      const place = placeOf(directory, name);
      const isFetched = await fetchEntry(place, target, limits);
      if (isFetched && !readOnly) await markUsed(join(place, remoteRecordFile));
      return isFetched;
    },
    store: (name, source, signal) => storeEntry(directory, name, source, signal),
  };
}

/** How long a server may take to answer for the first time. */
const answerSeconds = 20;

/**
 * Waits until a directory can be looked at, or somebody has given up. In a process of its own: a system call of this one
 * that waits for a server that is gone would keep it from ever ending.
 */
async function answerOf(directory: string, signal: AbortSignal): Promise<void> {
  await run({ tool: "stat", args: ["--", directory], accept: "all", timeoutSeconds: answerSeconds, signal });
}

async function isThere(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isDirectory();
  } catch (error) {
    if (hasErrno(error, ...gone)) return false;
    throw error;
  }
}

/** How the system says that something is not there, or, by NFS, not any more. */
const gone = ["ENOENT", "ENOTDIR", "ESTALE"];

/** The record, which is short, comes first: without it there is no entry. */
const files = [remoteRecordFile, archiveFile];

async function fetchEntry(
  place: string,
  target: string,
  { signal, mostBytes }: FetchLimits,
): Promise<boolean> {
  let left = mostBytes;
  try {
    for (const name of files)
      left -= await copyPlainFile(join(place, name), join(target, name), { signal, mostBytes: left });
  } catch (error) {
    if (!hasErrno(error, ...gone)) throw error;
    return false;
  }
  return true;
}

/** The time of its record is when an entry was last used. Files of somebody else keep the time of their making. */
async function markUsed(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => {});
}

async function storeEntry(
  directory: string,
  name: EntryName,
  source: string,
  signal: AbortSignal,
): Promise<boolean> {
  const place = placeOf(directory, name);
  if (await isThere(place)) return false;
  const arriving = await makeIncoming(directory);
  try {
    for (const file of await readdir(source))
      await copyPlainFile(join(source, file), join(arriving, file), { signal, mostBytes: Infinity });
    await mkdir(dirname(place), { recursive: true });
    await rename(arriving, place);
    return true;
  } catch (error) {
    if (hasErrno(error, "ENOTEMPTY", "EEXIST")) return false;
    throw error;
  } finally {
    await rm(arriving, { recursive: true, force: true });
  }
}
