import type { CacheListRequest } from "@debootc/core/request/cache/cache-requests";
import { hasErrno, reasonOf } from "@debootc/tools/errno";
import type { ListedEntry } from "../cache/prune-cache.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { readStored } from "../remote-cache/read-stored.ts";
import { refuseNoRemote } from "../remote-cache/remote-upkeep.ts";
import { measureTree } from "../worker/measure-tree.ts";
import { privilegeOf } from "../worker/privilege-of.ts";
import { type CachePart, cacheParts, isDisposable, pathOfPart } from "./cache-parts.ts";
import { openSteps } from "./open-steps.ts";

/** Tells how much is in one part of a cache directory. */
export interface ListedPart {
  readonly part: CachePart;
  readonly path: string;
  readonly files: number;
  readonly bytes: number;
  /** Whether only time is lost with it. */
  readonly disposable: boolean;
  /** Why it could not be counted; files and bytes are 0 then. */
  readonly unreadable?: string;
}

export interface ListedCache {
  readonly directory: string;
  readonly parts: readonly ListedPart[];
  /** The finished steps one by one, sorted by kind and key. */
  readonly steps: readonly ListedEntry[];
  readonly bytes: number;
}

/** Returns what a cache directory, or a remote cache, holds (`debootc cache list`). Changes nothing. */
export async function listCacheDirectory(
  { cacheDir, remote }: CacheListRequest,
  { environment, clock }: Pick<PipelineDependencies, "environment" | "clock">,
): Promise<ListedCache> {
  if (remote !== undefined) return listRemote(remote);
  const privilege = privilegeOf(environment.user);
  const cache = await openSteps({ cacheDir, privilege, clock, report: () => {} });
  const steps = (await cache?.list()) ?? [];
  const parts: ListedPart[] = [];
  for (const part of cacheParts) {
    const path = pathOfPart(cacheDir, part);
    const size = part === "steps" ? sizeOf(steps) : await sizeOfTree(path);
    if (size !== undefined) parts.push({ part, path, ...size, disposable: isDisposable[part] });
  }
  return { directory: cacheDir, parts, steps, bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0) };
}

async function listRemote(directory: string): Promise<ListedCache> {
  await refuseNoRemote(directory);
  const steps = await readStored(directory);
  const size = sizeOf(steps);
  const part = { part: "steps", path: directory, ...size, disposable: true } as const;
  return { directory, parts: [part], steps, bytes: size.bytes };
}

function sizeOf(steps: readonly ListedEntry[]) {
  return { files: steps.length, bytes: steps.reduce((sum, { bytes }) => sum + bytes, 0) };
}

async function sizeOfTree(path: string) {
  try {
    return await measureTree(path);
  } catch (error) {
    if (hasErrno(error, "ENOENT", "ENOTDIR")) return undefined;
    // Chroots that root made are closed to everybody else.
    if (hasErrno(error, "EACCES", "EPERM")) return { files: 0, bytes: 0, unreadable: reasonOf(error) };
    throw error;
  }
}
