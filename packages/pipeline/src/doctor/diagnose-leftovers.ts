import { hasErrno } from "@debootc/tools/errno";
import { listLoopDevices } from "@debootc/tools/disk/loop-device";
import { readMountTable } from "@debootc/tools/files/mount-table";
import { realpath } from "node:fs/promises";
import { join, relative } from "node:path";
import { type CacheTraces, judgeCache, readCacheTraces } from "./cache-leftovers.ts";
import { judgeBuildGroups } from "./cgroup-leftovers.ts";
import { listBuildGroups } from "../mock-build/limits/build-groups.ts";
import { judgeChroots, readChrootStrays } from "./chroot-leftovers.ts";
import { type ComposeTrace, judgeCompose, lifeOfCompose, readComposeTraces } from "./compose-leftovers.ts";
import { judgeLoopDevices, judgeMounts } from "./device-leftovers.ts";
import type { Leftover } from "./leftover.ts";
import { judgeProcesses } from "./process-leftovers.ts";
import { readProcessTable } from "./process-table.ts";

export interface Directories {
  /** Absolute path; need not exist. */
  readonly outputDir: string;
  /** Absolute path; need not exist. */
  readonly cacheDir: string;
}

/**
 * What runs that died left below the output and cache directories: processes, mounts, loop devices, composes, cache
 * entries in the making, half-written files; and control groups of builds. In the order in which to repair it. Changes nothing.
 */
export async function diagnoseLeftovers(directories: Directories): Promise<Leftover[]> {
  const composes = await readComposeTraces(directories.outputDir);
  const cache = await readCacheTraces(directories.cacheDir);
  const given = deadScratch(composes, cache);
  // The kernel's tables have paths without links; command lines have them as they were given.
  const deadPaths = [...new Set([...given, ...(await realPaths(given, directories))])];
  return [
    ...judgeProcesses(await readProcessTable(), deadPaths),
    ...judgeBuildGroups(await listBuildGroups()),
    ...judgeMounts(await readMountTable(), deadPaths),
    ...judgeLoopDevices(await listLoopDevices(), deadPaths),
    ...composes.flatMap(judgeCompose),
    ...judgeCache(cache),
    ...judgeChroots(await readChrootStrays(directories.cacheDir)),
  ];
}

/** The directories in which only dead processes worked. */
function deadScratch(composes: readonly ComposeTrace[], { staging }: CacheTraces): string[] {
  const dead = composes.filter((trace) => lifeOfCompose(trace) === "dead");
  return [...dead.map(({ path }) => join(path, "work")), ...staging.map(({ path }) => path)];
}

async function realPaths(paths: readonly string[], { outputDir, cacheDir }: Directories): Promise<string[]> {
  const resolved: string[] = [];
  for (const top of [outputDir, cacheDir]) {
    const real = await realpath(top).catch((error: unknown) => {
      if (hasErrno(error, "ENOENT")) return top;
      throw error;
    });
    resolved.push(
      ...paths.filter((path) => path.startsWith(`${top}/`)).map((path) => join(real, relative(top, path))),
    );
  }
  return resolved;
}
