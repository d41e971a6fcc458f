import { namesIn } from "@debootc/tools/files/paths";
import { dirname, join } from "node:path";
import { cacheLayout } from "../cache/cache-layout.ts";
import { listLeaseFiles, voidLeaseFiles } from "../cache/lease-files.ts";
import { listPartialFiles, type PartialFile } from "../cache/partial-file.ts";
import { lifeOf } from "../cache/process-identity.ts";
import { abandonedStagingDirectories, type StagingDirectory } from "../cache/staging-area.ts";
import { type Leftover, leftover } from "./leftover.ts";

/** Lists what dead processes left in a cache directory. */
export interface CacheTraces {
  readonly staging: readonly StagingDirectory[];
  readonly partials: readonly PartialFile[];
  /** Paths of lease files. */
  readonly leases: readonly string[];
}

/** Reads the traces of dead processes. Stores may be the directory itself or directories in it; it may be missing. */
export async function readCacheTraces(cacheDir: string): Promise<CacheTraces> {
  const stores = await storesIn(cacheDir);
  const staging: StagingDirectory[] = [];
  const leases: string[] = [];
  for (const store of stores) {
    staging.push(...(await abandonedStagingDirectories(store.staging)));
    leases.push(...(await voidLeaseFiles(await listLeaseFiles(store.leases))).map(({ path }) => path));
  }
  const partials = await listPartialFiles(
    cacheDir,
    3,
    stores.flatMap(({ entries, staging, leases }) => [entries, staging, leases]),
  );
  const lives = await Promise.all(partials.map(({ owner }) => lifeOf(owner)));
  return { staging, leases, partials: partials.filter((_file, index) => lives[index] === "dead") };
}

export function judgeCache({ staging, partials, leases }: CacheTraces): Leftover[] {
  return [
    ...staging.map(({ path, owner }) =>
      leftover(
        `staging:${path}`,
        `unfinished cache entry ${path}`,
        `process ${owner.pid} died while making it`,
        {
          do: "remove-tree",
          path,
        },
      ),
    ),
    ...[...Map.groupBy(partials, ({ path }) => dirname(path))].map(([directory, files]) =>
      leftover(
        `partial:${directory}`,
        `half-written files in ${directory}`,
        `${files.length} of dead processes`,
        {
          do: "remove-files",
          paths: files.map(({ path }) => path),
        },
      ),
    ),
    ...[...Map.groupBy(leases, (path) => dirname(path))].map(([directory, paths]) =>
      leftover(`lease:${directory}`, `leases in ${directory}`, `${paths.length} of dead processes`, {
        do: "remove-files",
        paths,
      }),
    ),
  ];
}

async function storesIn(cacheDir: string) {
  const candidates = ["", ...(await namesIn(cacheDir))].map((name) => join(cacheDir, name));
  const stores = [];
  for (const directory of candidates) {
    const inside = await namesIn(directory);
    if (["entries", "staging", "leases"].every((name) => inside.includes(name)))
      stores.push(cacheLayout(directory));
  }
  return stores;
}
