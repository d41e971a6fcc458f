import { DebootcError } from "@debootc/core/error/debootc-error";
import { parseReleaseFile, type ReleaseFile } from "@debootc/core/deb822/release-file";
import type { LockedIndex } from "@debootc/core/lock/lock";
import { olderIndexes } from "@debootc/core/lock/older-indexes";
import { indexTargets, updateReleases } from "@debootc/tools/apt/apt";
import { type AptRoot, createAptRoot } from "@debootc/tools/apt/apt-root";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { OperationContext } from "../worker/operation-context.ts";
import { sourcesForApt } from "./archive-sources.ts";
import { cachedRelease, indexPlacesOf } from "./index-cache.ts";
import type { IndexRequest } from "./index-memory.ts";
import { readWithoutMissing, type Reading } from "./missing-suites.ts";
import { refuseIndexFailures } from "./refuse-index-failures.ts";
import {
  lockedIndex,
  sourceArchitecture,
  type SuitePlace,
  suitePlaces,
  type VerifiedRelease,
  verifiedRelease,
} from "./verified-release.ts";

/**
 * Lets apt fetch and verify only the Release files of all sources, because they determine all indexes. Undefined if
 * they are not enough: none is known from an earlier run, a source has none, one is older than in an earlier run, or one
 * is refused, which only a full reading can judge. Throws `mirror-unreachable` or `treefile-invalid`.
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
      // Reported elsewhere, whether the packages are chosen again or not.
      () => {},
    );
  } catch (error) {
    if (!(error instanceof DebootcError) || error.code !== "trust-refused") throw error;
    context.log(`the Release files alone are not enough: ${error.message}`);
    return undefined;
  }
}

async function attempt(
  request: IndexRequest,
  context: OperationContext,
): Promise<Reading<readonly LockedIndex[] | undefined>> {
  const cached = await cachedIndexes(request);
  if (cached.length === 0) return { answer: undefined };
  const directory = join(request.workDirectory, "apt-releases");
  await rm(directory, { recursive: true, force: true });
  const root = await createAptRoot({ ...request, sources: sourcesForApt(request.sources), directory });
  const fetched = await fetchReleases(root, request, { signal: context.signal, onLine: context.log });
  if ("missing" in fetched) return fetched;
  const now = fetched.answer.flatMap(({ verified }) => (verified === undefined ? [] : [verified.index]));
  const isEnough = now.length === fetched.answer.length && olderIndexes(cached, now).length === 0;
  return { answer: isEnough ? now : undefined };
}

/** Holds the Release file of one suite; undefined for a trusted source that has none. */
export interface PlacedRelease {
  readonly place: SuitePlace;
  readonly verified: VerifiedRelease | undefined;
}

/**
 * Lets apt fetch and verify the Release files of all sources into a root without lists, so that they are what the
 * archives have now. Throws `trust-refused`, `hashes-weak`, `index-invalid`, `index-too-large`, `mirror-unreachable` or
 * `treefile-invalid`.
 */
export async function fetchReleases(
  root: AptRoot,
  request: IndexRequest,
  options: Parameters<typeof updateReleases>[1],
): Promise<Reading<readonly PlacedRelease[]>> {
  const { sources, kind } = request;
  const missing = refuseIndexFailures(await updateReleases(root, options, kind), sources);
  if (missing.length > 0) return { missing };
  const releases: PlacedRelease[] = [];
  const targets = await indexTargets(root, options, kind);
  for (const place of suitePlaces(sources, targets, indexArchitectureOf(request)))
    releases.push({ place, verified: await verifiedRelease(place) });
  return { answer: releases };
}

/** Returns what earlier runs have seen of the same suites at the same addresses. */
export async function cachedIndexes(request: IndexRequest): Promise<LockedIndex[]> {
  const indexes: LockedIndex[] = [];
  for (const source of request.sources) {
    for (const place of indexPlacesOf(source, indexedBy(request))) {
      const text = await cachedRelease(request.indexCacheDirectory, place);
      const release = text === undefined ? undefined : parsedOrUndefined(text);
      if (text !== undefined && release !== undefined)
        indexes.push(lockedIndex({ source, suite: place.suite }, Buffer.from(text), release));
    }
  }
  return indexes;
}

/** Nothing depends on a damaged file of the cache: it is replaced by what the archive has. */
function parsedOrUndefined(text: string): ReleaseFile | undefined {
  try {
    return parseReleaseFile(text, "");
  } catch (error) {
    if (error instanceof DebootcError) return undefined;
    throw error;
  }
}

/** Returns the architecture by which the indexes of a request are named. */
export function indexArchitectureOf({ kind, architecture }: IndexRequest): string {
  return kind === "Sources" ? sourceArchitecture : architecture;
}

/** Returns what distinguishes the indexes of one place. */
export function indexedBy(request: IndexRequest): string {
  return [indexArchitectureOf(request), ...(request.foreignArchitectures ?? [])].join("+");
}
