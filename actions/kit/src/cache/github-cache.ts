import { formatBytes } from "@debootc/core/text/amount";
import type { EntryName } from "@debootc/pipeline/cache/cache-layout";
import type { RemoteCache } from "@debootc/pipeline/cache/remote-cache";
import { hasErrno } from "@debootc/tools/errno";
import { copyPlainFile } from "@debootc/tools/files/copy-plain-file";
import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findEntry, restoreEntry, saveEntry } from "./cache-client.ts";

interface GithubCacheOptions {
  /** Directory of the checkout, which must also be the one that this process runs in. */
  readonly workspace: string;
  readonly writable: boolean;
  readonly mostRequests?: number;
  readonly mostStored?: number;
}

/**
 * Where entries are on their way in and out, below the checkout: the client packs paths as seen from there, and the path
 * is part of what it finds an entry by, so that it has to be the same on every runner.
 */
const folder = ".debootc-cache";

/** Kinds of many small entries, which belong to one that is kept: a request takes longer than making them again. */
const unkept: ReadonlySet<string> = new Set(["layer"]);

/** GitHub lets a repository have 10 GiB, and removes what was not used for the longest time. */
const mostStoredInRun = 4 * 2 ** 30;
/** GitHub allows a repository 200 uploads and 1500 downloads in a minute. */
const mostRequestsInRun = 400;

const addressOfLimits = "Settings, Actions, Caches of the repository";

/**
 * Returns the cache of GitHub Actions as a remote cache. Each entry is a cache of its own, whose key is the content's. One
 * run asks and stores only so much.
 */
export function githubCache({
  workspace,
  writable,
  mostRequests = mostRequestsInRun,
  mostStored = mostStoredInRun,
}: GithubCacheOptions): RemoteCache {
  const absent = new Set<string>();
  let requests = 0;
  let stored = 0;
  let ready: Promise<void> | undefined;

  const ask = async <T>(name: EntryName, request: (path: string, key: string) => Promise<T>): Promise<T> => {
    requests += 1;
    if (requests > mostRequests)
      throw new Error(`this run has asked ${mostRequests} times, and asks no more`);
    await (ready ??= makeFolder(workspace));
    return request(join(folder, ...partsOf(name)), keyOf(name));
  };
  const placeOf = (name: EntryName) => join(workspace, folder, ...partsOf(name));

  return {
    place: "the cache of GitHub Actions",
    writable,
    advice: `Everything that this job needs is made on this runner, and kept there alone. Run it again if the service was down; make room in ${addressOfLimits}; or set the input github-cache to false.`,
    has: async (names, signal) => {
      const found: EntryName[] = [];
      for (const name of names) {
        signal.throwIfAborted();
        if (unkept.has(name.kind) || (!absent.has(keyOf(name)) && (await ask(name, findEntry))))
          found.push(name);
      }
      return found;
    },
    fetch: async (name, directory, { signal, mostBytes }) => {
      if (unkept.has(name.kind)) return false;
      try {
        if (!(await ask(name, restoreEntry))) {
          absent.add(keyOf(name));
          return false;
        }
        await moveFiles(placeOf(name), directory, { signal, mostBytes });
        return true;
      } finally {
        await rm(placeOf(name), { recursive: true, force: true });
      }
    },
    store: async (name, directory, signal) => {
      stored += await sizeOf(directory);
      if (stored > mostStored)
        throw new Error(`this run would store more than ${formatBytes(mostStored)}, and stores no more`);
      try {
        await (ready ??= makeFolder(workspace));
        await mkdir(placeOf(name), { recursive: true });
        await moveFiles(directory, placeOf(name), { signal, mostBytes: Number.POSITIVE_INFINITY });
        signal.throwIfAborted();
        return await ask(name, saveEntry);
      } finally {
        await rm(placeOf(name), { recursive: true, force: true });
      }
    },
  };
}

function partsOf({ kind, key }: EntryName): readonly [string, string] {
  return [kind, key.slice("sha256:".length)];
}

function keyOf(name: EntryName): string {
  return ["debootc", ...partsOf(name)].join("-");
}

/** Makes the folder anew: a checkout could have links in it, and a run that was killed may have left something. */
async function makeFolder(workspace: string): Promise<void> {
  const path = join(workspace, folder);
  await rm(path, { recursive: true, force: true });
  await mkdir(path);
  // Steps that look at the state of the checkout do not see it.
  await writeFile(join(path, ".gitignore"), "*\n");
}

type Limits = Parameters<typeof copyPlainFile>[2];

async function moveFiles(source: string, target: string, limits: Limits): Promise<void> {
  for (const file of await readdir(source)) {
    const [from, to] = [join(source, file), join(target, file)];
    try {
      await rename(from, to);
    } catch (error) {
      if (!hasErrno(error, "EXDEV")) throw error;
      await copyPlainFile(from, to, limits);
    }
  }
}

async function sizeOf(directory: string): Promise<number> {
  const sizes = (await readdir(directory)).map(async (file) => (await stat(join(directory, file))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
