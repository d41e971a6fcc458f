import { updateIndexes } from "@debootc/tools/apt/apt";
import { createAptRoot } from "@debootc/tools/apt/apt-root";
import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { OperationContext } from "../worker/operation-context.ts";
import { sourcesForApt } from "./archive-sources.ts";
import { exportIndexes, importIndex, type IndexPlace, indexPlacesOf } from "./index-cache.ts";
import type { IndexRequest, ReadIndexes } from "./index-memory.ts";
import { readWithoutMissing, type Reading } from "./missing-suites.ts";
import { cachedIndexes, fetchReleases, indexedBy, type PlacedRelease } from "./read-releases.ts";
import { type MissingSuite, refuseIndexFailures } from "./refuse-index-failures.ts";
import { refuseOlder } from "./refuse-older.ts";
import { type VerifiedSuite, verifiedIndexes } from "./verified-indexes.ts";

/**
 * Lets apt fetch and verify the indexes of all sources. A missing optional suite is left out with a warning. Throws
 * `trust-refused`, `hashes-weak`, `index-invalid`, `index-too-large`, `archive-went-back`, `mirror-unreachable` or
 * `treefile-invalid`.
 */
export async function readIndexes(request: IndexRequest, context: OperationContext): Promise<ReadIndexes> {
  const { memory } = request;
  if (memory === undefined) return readAnew(request, context);
  let isNew = false;
  const read = await memory.recall(request, (workDirectory) => {
    isNew = true;
    return readAnew({ ...request, workDirectory }, context);
  });
  const now = read.suites.map(({ index }) => index);
  // Who read them had another lock to compare them with.
  if (!isNew) refuseOlder(now, { locked: request.earlier, cached: [] }, request.sources, context.report);
  return read;
}

async function readAnew(request: IndexRequest, context: OperationContext): Promise<ReadIndexes> {
  return readWithoutMissing(
    request.sources,
    (sources) => attempt({ ...request, sources }, context),
    (missing) => context.report(warningOf(missing)),
  );
}

/**
 * Runs apt twice: first for the Release files alone, because apt would silently prefer a newer one of an earlier run to
 * what the archive has now; then for the indexes that an earlier run has not left as they are promised.
 */
async function attempt(request: IndexRequest, context: OperationContext): Promise<Reading<ReadIndexes>> {
  const { sources, earlier } = request;
  const directory = join(request.workDirectory, "apt");
  await rm(directory, { recursive: true, force: true });
  const root = await createAptRoot({ ...request, sources: sourcesForApt(sources), directory });
  const options = { signal: context.signal, onLine: context.log };
  const fetched = await fetchReleases(root, request, options);
  if ("missing" in fetched) return fetched;
  const releases = fetched.answer;
  const now = releases.flatMap(({ verified }) => (verified === undefined ? [] : [verified.index]));
  refuseOlder(now, { locked: earlier, cached: await cachedIndexes(request) }, sources, context.report);
  for (const release of releases) await importPromised(release, request);
  const missing = refuseIndexFailures(await updateIndexes(root, options), sources);
  if (missing.length > 0) return { missing };
  const suites = await verifiedIndexes(releases);
  for (const suite of suites) await keep(suite, request);
  return { answer: { root, suites } };
}

/** Takes from the cache what the signed Release file of a suite still promises. */
async function importPromised({ place, verified }: PlacedRelease, request: IndexRequest): Promise<void> {
  const { source, uri, suite } = place;
  const cached = cachePlaceOf({ source, uri, suite }, request);
  if (cached === undefined) return;
  for (const { file, metaKey } of place.offered) {
    const digest = verified?.release.sha256.get(metaKey);
    if (digest !== undefined) await importIndex(request.indexCacheDirectory, cached, { file, digest });
  }
}

async function keep({ source, uri, index, files }: VerifiedSuite, request: IndexRequest): Promise<void> {
  const place = cachePlaceOf({ source, uri, suite: index.suite }, request);
  if (place) await exportIndexes(request.indexCacheDirectory, place, files, randomUUID());
}

function cachePlaceOf(
  { source, uri, suite }: Pick<PlacedRelease["place"], "source" | "uri" | "suite">,
  request: IndexRequest,
): IndexPlace | undefined {
  return indexPlacesOf(source, indexedBy(request)).find((one) => one.uri === uri && one.suite === suite);
}

function warningOf({ sourceId, suite }: MissingSuite) {
  return {
    type: "diagnostic",
    diagnostic: {
      severity: "warning",
      code: "suite-missing",
      message: `the mirror has no suite ${suite} (source ${sourceId}): packages come without it`,
      hint: "If you need the suite, name a complete mirror by `mirror` in the treefile or DEBOOTC_MIRROR.",
    },
  } as const;
}
