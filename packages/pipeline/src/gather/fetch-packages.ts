import { DebootcError } from "@debootc/core/error/debootc-error";
import type { LockedPackage, LockSection } from "@debootc/core/lock/lock";
import { readAptCredentials } from "@debootc/tools/apt-auth";
import { openHttpAgents } from "@debootc/tools/http-agents";
import { rm } from "node:fs/promises";
import pLimit from "p-limit";
import type { OperationContext } from "../worker/operation-context.ts";
import type { ArchiveSource } from "./archive-sources.ts";
import { byteProgress } from "./byte-progress.ts";
import { stateOfFile, storedDeb } from "./deb-store.ts";
import { type FetchFailure, fetchPackage, type Retrying } from "./fetch-package.ts";
import { openPartialFiles } from "./partial-files.ts";
import { refuseFetchFailures } from "./refuse-fetch-failures.ts";
import { serverHealth } from "./server-health.ts";

/** All .debs that a lock names: those to install, and those that files are taken from. */
function lockedFiles({ packages, bootLoader = [] }: LockSection): readonly LockedPackage[] {
  return [...packages, ...bootLoader];
}

interface PackageFetch extends Partial<Retrying> {
  readonly section: LockSection;
  readonly sources: readonly ArchiveSource[];
  /** The store: `<2 hex>/<sha256>.deb`, shared by runs at the same time. */
  readonly debsDirectory: string;
  /** Variables that name proxies. */
  readonly proxy?: Readonly<Record<string, string>>;
  /** Files at the same time; 8 when absent. */
  readonly jobs?: number;
}

interface FetchedPackages {
  readonly downloadedBytes: number;
  readonly reusedBytes: number;
}

/**
 * Brings every locked .deb into the store, each verified by size and SHA-256. What stands there is verified again;
 * what is half there is continued. Throws `mirror-unreachable` with all files that cannot be had and why,
 * `lock-stale` for a source the treefile does not have, `results-unwritable`, `cancelled`.
 */
export async function fetchPackages(
  fetch: PackageFetch,
  context: OperationContext,
): Promise<FetchedPackages> {
  const { debsDirectory, proxy = {}, jobs = 8 } = fetch;
  const limit = pLimit(jobs);
  const locked = [...new Map(lockedFiles(fetch.section).map((one) => [one.sha256, one])).values()];
  const uris = urisOf(fetch.sources);
  const states = await Promise.all(
    locked.map((one) => limit(async () => ({ one, missing: await isMissing(one, debsDirectory, context) }))),
  );
  const wanted = states.filter(({ missing }) => missing).map(({ one }) => one);
  const stop = new AbortController();
  using agents = await openHttpAgents(proxy);
  const surroundings = {
    ...withDefaults(fetch),
    debsDirectory,
    agents,
    credentials: await readAptCredentials(),
    partialFiles: await openPartialFiles(debsDirectory),
    health: serverHealth(),
    signal: AbortSignal.any([context.signal, stop.signal]),
  };
  const progress = byteProgress("fetching packages", bytesOf(wanted), context.report);
  const failures: FetchFailure[] = [];
  const outcomes = await Promise.allSettled(
    wanted.map((one) =>
      limit(async () => {
        try {
          surroundings.signal.throwIfAborted();
          const failure = await fetchPackage(one, uris(one), surroundings, progress.of(one.sha256));
          if (failure) failures.push(failure);
        } catch (error) {
          // What no server is to blame for, such as a full disk, ends the others too.
          stop.abort(error);
          throw error;
        }
      }),
    ),
  );
  refuseAbort(context.signal);
  if (outcomes.some(({ status }) => status === "rejected")) throw stop.signal.reason;
  refuseFetchFailures(failures, lockedFiles(fetch.section).length);
  return { downloadedBytes: bytesOf(wanted), reusedBytes: bytesOf(locked) - bytesOf(wanted) };
}

function withDefaults({
  retries = 5,
  firstPauseSeconds = 0.5,
  stallSeconds = 30,
}: Partial<Retrying>): Retrying {
  return { retries, firstPauseSeconds, stallSeconds };
}

function urisOf(sources: readonly ArchiveSource[]): (locked: LockedPackage) => readonly string[] {
  return ({ sourceId, name }) => {
    const source = sources.find(({ id }) => id === sourceId);
    if (source) return source.uris;
    const ids = sources.map(({ id }) => id).join(", ");
    throw new DebootcError(
      "lock-stale",
      `the lock takes ${name} from the source ${sourceId}, which is not there; there are: ${ids}`,
      { hint: "Lock anew with: debootc lock FILE" },
    );
  };
}

async function isMissing(locked: LockedPackage, debsDirectory: string, { report, signal }: OperationContext) {
  refuseAbort(signal);
  const path = storedDeb(debsDirectory, locked.sha256);
  const state = await stateOfFile(path, locked);
  if (state === "damaged") {
    await rm(path, { force: true });
    const message = `${path} (${locked.name} ${locked.version}) was damaged in the cache and is fetched again`;
    report({ type: "diagnostic", diagnostic: { severity: "warning", code: "cache-damaged", message } });
  }
  return state !== "intact";
}

function refuseAbort({ aborted, reason }: AbortSignal): void {
  if (!aborted) return;
  throw reason instanceof DebootcError
    ? reason
    : new DebootcError("cancelled", "fetching packages: cancelled");
}

function bytesOf(packages: readonly LockedPackage[]): number {
  return packages.reduce((sum, { size }) => sum + size, 0);
}
