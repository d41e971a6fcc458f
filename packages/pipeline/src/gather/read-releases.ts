import { DebootcError } from "@debootc/core/error/debootc-error";
import type { LockedIndex } from "@debootc/core/lock/lock";
import { indexTargets, updateReleases } from "@debootc/tools/apt/apt";
import { createAptRoot } from "@debootc/tools/apt/apt-root";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { OperationContext } from "../worker/operation-context.ts";
import { type ArchiveSource, sourcesForApt } from "./archive-sources.ts";
import { importIndexes, indexPlacesOf, releasesOnly } from "./index-cache.ts";
import { readWithoutMissing, type Reading } from "./missing-suites.ts";
import type { IndexRequest } from "./read-indexes.ts";
import { refuseIndexFailures } from "./refuse-index-failures.ts";
import { suitePlaces, verifiedRelease } from "./verified-release.ts";

/**
 * Lets apt fetch and verify the Release files of all sources alone: they decide all indexes. Undefined when they
 * cannot tell: none is known of an earlier run, a source has none, or one is refused, which only a reading of
 * everything judges in full. Throws `mirror-unreachable` or `treefile-invalid`.
 */
export async function readReleases(
  request: IndexRequest,
  context: OperationContext,
): Promise<readonly LockedIndex[] | undefined> {
  const known = await request.memory?.known(request);
  if (known !== undefined) return known.suites.map(({ index }) => index);
  try {
    return await readWithoutMissing(
      request.sources,
      (sources) => attempt({ ...request, sources }, context),
      // Whether the packages are chosen anew or not, it is told there.
      () => {},
    );
  } catch (error) {
    if (!(error instanceof DebootcError) || error.code !== "trust-refused") throw error;
    context.log(`cached Release files are put aside: ${error.message}`);
    return undefined;
  }
}

async function attempt(
  request: IndexRequest,
  context: OperationContext,
): Promise<Reading<readonly LockedIndex[] | undefined>> {
  const { architecture, sources } = request;
  const directory = join(request.workDirectory, "apt-releases");
  await rm(directory, { recursive: true, force: true });
  const root = await createAptRoot({
    ...request,
    sources: sourcesForApt(request.sources),
    directory,
  });
  const places = sources.flatMap((source) => indexPlacesOf(source, architecture));
  if (!(await importIndexes(request.indexCacheDirectory, places, root.listsDirectory, releasesOnly))) {
    return { answer: undefined };
  }
  const options = { signal: context.signal, onLine: context.log };
  const missing = refuseIndexFailures(await updateReleases(root, options), sources);
  if (missing.length > 0) return { missing };
  return { answer: await indexesOf(sources, await indexTargets(root, options), architecture) };
}

async function indexesOf(
  sources: readonly ArchiveSource[],
  targets: Parameters<typeof suitePlaces>[1],
  architecture: string,
): Promise<readonly LockedIndex[] | undefined> {
  const indexes: LockedIndex[] = [];
  for (const place of suitePlaces(sources, targets, architecture)) {
    const verified = await verifiedRelease(place);
    if (verified === undefined) return undefined;
    indexes.push(verified.index);
  }
  return indexes;
}
