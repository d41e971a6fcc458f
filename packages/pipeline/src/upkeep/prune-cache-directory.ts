import { bytesOf } from "@debootc/core/document/limit-text";
import type { CachePruneRequest } from "@debootc/core/request/cache/cache-requests";
import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ListedEntry } from "../cache/prune-cache.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { pruneRemote, refuseNoRemote } from "../remote-cache/remote-upkeep.ts";
import { measureTree } from "../worker/measure-tree.ts";
import { choosePrivilege } from "../worker/choose-privilege.ts";
import { pathOfPart } from "./cache-parts.ts";
import { openSteps } from "./open-steps.ts";
import { namesIn, storedFiles } from "./stored-files.ts";

export interface PrunedCache {
  readonly directory: string;
  /** Finished steps that were removed, or would be. */
  readonly steps: readonly ListedEntry[];
  /** Paths of .debs, files of source packages and directories of indexes that were removed, or would be. */
  readonly files: readonly string[];
  /** Sum of both. */
  readonly bytes: number;
  readonly applied: boolean;
}

/**
 * Removes what no run has used for long, and finished steps beyond a size, the least recently used first (`debootc cache
 * prune`). What a run holds stays, and so do chroots.
 */
export async function pruneCacheDirectory(
  { cacheDir, remote, maxSize, unusedDays, dryRun }: CachePruneRequest,
  { environment, clock }: Pick<PipelineDependencies, "environment" | "clock">,
): Promise<PrunedCache> {
  const now = clock();
  const maxUnusedSeconds = unusedDays * 24 * 3600;
  const maxBytes = bytesOf(maxSize) ?? Infinity;
  if (remote !== undefined) return pruneRemoteCache(remote, { maxBytes, maxUnusedSeconds, now, dryRun });
  const privilege = await choosePrivilege(environment.user);
  const cache = await openSteps({ cacheDir, privilege, clock, report: () => {} });
  const steps = (await cache?.prune({ maxBytes, maxUnusedSeconds, now, dryRun }))?.removed ?? [];

  const oldest = now.getTime() - maxUnusedSeconds * 1000;
  const files = [...(await oldFiles(cacheDir, oldest)), ...(await oldIndexes(cacheDir, oldest))];
  if (!dryRun) for (const { path } of files) await rm(path, { recursive: true, force: true });
  return {
    directory: cacheDir,
    steps,
    files: files.map(({ path }) => path),
    bytes: [...steps, ...files].reduce((sum, { bytes }) => sum + bytes, 0),
    applied: !dryRun,
  };
}

async function pruneRemoteCache(
  directory: string,
  limits: Parameters<typeof pruneRemote>[1],
): Promise<PrunedCache> {
  await refuseNoRemote(directory);
  const { removed, left } = await pruneRemote(directory, limits);
  const bytes = removed.reduce((sum, entry) => sum + entry.bytes, 0);
  return { directory, steps: removed, files: left, bytes, applied: !limits.dryRun };
}

interface Old {
  readonly path: string;
  readonly bytes: number;
}

async function oldFiles(cacheDir: string, oldest: number): Promise<readonly Old[]> {
  const parts = (["debs", "sources"] as const).map((part) => storedFiles(pathOfPart(cacheDir, part)));
  return (await Promise.all(parts)).flat().filter(({ lastUsed }) => lastUsed.getTime() < oldest);
}

/** Each directory holds the indexes of one suite; the directory's own time is that of its last use. */
async function oldIndexes(cacheDir: string, oldest: number): Promise<readonly Old[]> {
  const top = pathOfPart(cacheDir, "indexes");
  const old: Old[] = [];
  for (const name of await namesIn(top)) {
    const path = join(top, name);
    if ((await stat(path)).mtimeMs < oldest) old.push({ path, bytes: (await measureTree(path)).bytes });
  }
  return old;
}
