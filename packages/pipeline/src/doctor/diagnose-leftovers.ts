import { abandonedScratchDirectories } from "../cache/scratch-directory.ts";
import type { StagingDirectory } from "../cache/staging-area.ts";
import { abandonedAsides } from "../composed/aside-directory.ts";
import { lifeOfCompose } from "../composed/compose-state.ts";
import { type BuildGroup, listBuildGroups } from "../limits/build-groups.ts";
import { type CacheTraces, judgeCache, readCacheTraces } from "./cache-leftovers.ts";
import { judgeChroots, readChrootStrays } from "./chroot-leftovers.ts";
import { type ComposeTrace, judgeAsides, judgeCompose, readComposeTraces } from "./compose-leftovers.ts";
import { judgeLoopDevices, judgeMounts } from "./device-leftovers.ts";
import { type Leftover, leftover } from "./leftover.ts";
import { judgeProcesses } from "./process-leftovers.ts";
import { readProcessTable } from "./process-table.ts";
import { listLoopDevices } from "@debootc/tools/disk/loop-device";
import { hasErrno } from "@debootc/tools/errno";
import { readMountTable } from "@debootc/tools/files/mount-table";
import { realpath } from "node:fs/promises";
import { join, relative } from "node:path";

export interface Directories {
  /** Absolute path; need not exist. */
  readonly outputDir: string;
  /** Absolute path; need not exist. */
  readonly cacheDir: string;
}

/**
 * Finds what dead runs left below the output and cache directories (processes, mounts, loop devices, composes,
 * unfinished cache entries, half-written files) and their control groups, in the order in which to repair it. Changes
 * nothing.
 */
export async function diagnoseLeftovers(directories: Directories): Promise<Leftover[]> {
  const composes = await readComposeTraces(directories.outputDir);
  const asides = await abandonedAsides(directories.outputDir);
  const cache = await readCacheTraces(directories.cacheDir);
  const given = [...deadScratch(composes, cache), ...asides.map(({ path }) => path)];
  // The kernel's tables contain resolved paths; command lines contain paths as they were given.
  const deadPaths = [...new Set([...given, ...(await realPaths(given, directories))])];
  return [
    ...judgeProcesses(await readProcessTable(), deadPaths),
    ...judgeBuildGroups(await listBuildGroups()),
    ...judgeMounts(await readMountTable(), deadPaths),
    ...judgeLoopDevices(await listLoopDevices(), deadPaths),
    ...composes.flatMap(judgeCompose),
    ...judgeAsides(asides),
    ...judgeCache(cache),
    ...judgeScratch(await abandonedScratchDirectories()),
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

/** Returns the temporary directories of runs that had neither a cache nor an output directory to work in. */
function judgeScratch(directories: readonly StagingDirectory[]): Leftover[] {
  return directories.map(({ path, owner }) =>
    leftover(`scratch:${path}`, `temporary directory ${path}`, `process ${owner.pid} died over it`, {
      do: "remove-tree",
      path,
    }),
  );
}

/** Returns the control groups of builds whose worker died. */
export function judgeBuildGroups(groups: readonly BuildGroup[]): Leftover[] {
  return groups
    .filter(({ life }) => life === "dead")
    .map(({ directory, owner }) =>
      leftover(
        `cgroup:${directory}`,
        `control group ${directory}`,
        `process ${owner.pid} died over its build`,
        {
          do: "remove-cgroup",
          directory,
        },
      ),
    );
}
