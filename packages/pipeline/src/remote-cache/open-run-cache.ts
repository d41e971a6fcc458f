import type { Reporter } from "@debootc/core/event/event";
import { hasErrno } from "@debootc/tools/errno";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import manifest from "../../package.json" with { type: "json" };
import { cacheLayout } from "../cache/cache-layout.ts";
import { cacheOver } from "../cache/cache-over.ts";
import type { LocalCache } from "../cache/local-cache.ts";
import { openCacheOf } from "../cache/open-cache-of.ts";
import { identifyProcess } from "../cache/process-identity.ts";
import { makeStagingDirectory } from "../cache/staging-area.ts";
import { holdsSystemTree } from "../cache/system-trees.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { removeAnyTree } from "../worker/privilege-of.ts";
import { ownerFor } from "../worker/privilege-kind.ts";
import { type Privilege, runPrivileged } from "../worker/run-privileged.ts";
import { directoryRemoteCache } from "./directory-remote-cache.ts";
import { packEntryOperation, unpackEntryOperation } from "./entry-operations.ts";
import { packEntry } from "./pack-entry.ts";
import type { RemoteCache } from "../cache/remote-cache.ts";
import { remoteLink } from "./remote-link.ts";
import { unpackEntry } from "./unpack-entry.ts";
import { withRemote } from "./with-remote.ts";

interface RunCacheWish {
  readonly cacheDir: string;
  readonly noCache: boolean;
  /** A directory. */
  readonly remoteCache?: string | undefined;
}

interface Surroundings {
  readonly dependencies: Pick<PipelineDependencies, "clock" | "signal" | "remoteCache" | "sharedCacheDir">;
  readonly privilege: Privilege;
  readonly report: Reporter;
  /** Gets what is to be waited for at the end of the run. */
  readonly held: AsyncDisposableStack;
  /** Where a cache is that has nothing in it yet and goes with the run. */
  readonly emptyCache: string;
}

/**
 * Opens the finished steps for a run: those of the cache directory, behind them those of a remote cache, and for untrusted
 * work those that others share, of which it changes none. From scratch means none of these.
 */
export async function openRunCache(
  wish: RunCacheWish,
  surroundings: Surroundings,
): Promise<{ readonly cache: LocalCache; readonly remote: RemoteCache | undefined }> {
  const { dependencies, privilege, report, held, emptyCache } = surroundings;
  const { clock, sharedCacheDir } = dependencies;
  const trustDomain = sharedCacheDir === undefined ? "trusted" : "untrusted";
  const directory = wish.noCache ? emptyCache : join(wish.cacheDir, "steps");
  const open = (path: string, readOnly: boolean) =>
    openCacheOf({ directory: path, trustDomain, readOnly, privilege, clock, report });
  const own = await open(directory, false);
  if (wish.noCache) return { cache: own, remote: undefined };
  const shared = sharedCacheDir && (await stepsIn(sharedCacheDir));
  const local = shared === undefined ? own : cacheOver(own, await open(shared, true));
  const remote = remoteOf(wish, dependencies);
  if (remote === undefined) return { cache: local, remote };
  const quiet = { report: () => {}, log: () => {}, signal: dependencies.signal };
  const { staging } = cacheLayout(directory);
  const owner = await identifyProcess(process.pid);
  const cache = withRemote(local, {
    link: remoteLink({ remote, report, signal: dependencies.signal }),
    trustDomain,
    pack: (kind, content, archive) =>
      holdsSystemTree(kind) && !privilege.isRoot
        ? runPrivileged(packEntryOperation, { content, archive }, privilege, quiet)
        : packEntry(content, archive, dependencies.signal),
    unpack: async (kind, unpacking) => {
      const isSystem = holdsSystemTree(kind);
      const of = { ...unpacking, owner: ownerFor(privilege) };
      if (isSystem && !privilege.isRoot) await runPrivileged(unpackEntryOperation, of, privilege, quiet);
      else await unpackEntry({ ...of, isSystem }, dependencies.signal);
    },
    makeWork: async () => {
      const path = await makeStagingDirectory(staging, owner);
      return { path, [Symbol.asyncDispose]: () => removeAnyTree(path, privilege) };
    },
    producer: manifest.version,
    ...{ clock, report, signal: dependencies.signal },
  });
  return { cache: held.use(cache), remote };
}

/** Returns where finished steps are; undefined where there are none, and nothing is made then. */
async function stepsIn(cacheDir: string): Promise<string | undefined> {
  const directory = join(cacheDir, "steps");
  try {
    return (await readdir(directory)).includes("entries") ? directory : undefined;
  } catch (error) {
    if (hasErrno(error, "ENOENT")) return undefined;
    throw error;
  }
}

function remoteOf(
  { remoteCache }: Pick<RunCacheWish, "remoteCache">,
  { remoteCache: given, sharedCacheDir }: Surroundings["dependencies"],
): RemoteCache | undefined {
  if (given !== undefined || remoteCache === undefined) return given;
  return directoryRemoteCache(remoteCache, { readOnly: sharedCacheDir !== undefined });
}
