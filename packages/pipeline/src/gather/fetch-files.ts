import { makeDirectories } from "@debootc/tools/files/paths";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Digest } from "@debootc/core/record/digest";
import { readAptCredentials } from "@debootc/tools/apt/apt-auth";
import { openHttpAgents } from "@debootc/tools/http/http-agents";
import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { copyFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import pLimit from "p-limit";
import type { OperationContext } from "../worker/operation-context.ts";
import type { ArchiveSource } from "./archive-sources.ts";
import { byteProgress } from "./byte-progress.ts";
import { type ArchiveFile, markUsed, stateOfFile } from "./deb-store.ts";
import { type FetchFailure, fetchPackage, type Retrying } from "./fetch-package.ts";
import { openPartialFiles } from "./partial-files.ts";
import { refuseFetchFailures } from "./refuse-fetch-failures.ts";
import { serverHealth } from "./server-health.ts";

export interface FileFetch extends Partial<Retrying> {
  readonly files: readonly ArchiveFile[];
  readonly sources: readonly ArchiveSource[];
  /** May be shared by concurrent runs. */
  readonly storeDirectory: string;
  /** What to do if the archive has moved on to other versions. */
  readonly goneHint?: string;
  /** Returns the path of a file in the store. */
  readonly storedAt: (sha256: Digest) => string;
  /** Returns the path of a file in a store of others, from which it is copied. */
  readonly sharedAt?: (sha256: Digest) => string;
  /** Proxy variables. */
  readonly proxy?: Readonly<Record<string, string>>;
  /** Number of files fetched at once; 8 if absent. */
  readonly jobs?: number;
}

export interface FetchedFiles {
  readonly downloadedBytes: number;
  readonly reusedBytes: number;
}

/**
 * Brings files of archives into the store, each verified by size and SHA-256. Stored files are verified again, partial
 * ones continued. Throws `mirror-unreachable` with all files that cannot be fetched and why, `lock-stale` for a source
 * that the treefile does not have, `results-unwritable`, `cancelled`.
 */
export async function fetchFiles(fetch: FileFetch, context: OperationContext): Promise<FetchedFiles> {
  const { storeDirectory, storedAt, proxy = {}, jobs = 8 } = fetch;
  const limit = pLimit(jobs);
  const locked = [...new Map(fetch.files.map((one) => [one.sha256, one])).values()];
  const uris = urisOf(fetch.sources);
  const states = await Promise.all(
    locked.map((one) => limit(async () => ({ one, missing: await isMissing(one, fetch, context) }))),
  );
  const wanted = states.filter(({ missing }) => missing).map(({ one }) => one);
  const stop = new AbortController();
  using agents = await openHttpAgents(proxy);
  const surroundings = {
    ...withDefaults(fetch),
    storedAt,
    agents,
    credentials: await readAptCredentials(),
    partialFiles: await openPartialFiles(storeDirectory),
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
          // A failure that no server is to blame for, such as a full disk, also stops the others.
          stop.abort(error);
          throw error;
        }
      }),
    ),
  );
  refuseAbort(context.signal);
  if (outcomes.some(({ status }) => status === "rejected")) throw stop.signal.reason;
  refuseFetchFailures(failures, fetch.files.length, fetch.goneHint);
  return { downloadedBytes: bytesOf(wanted), reusedBytes: bytesOf(locked) - bytesOf(wanted) };
}

function withDefaults({
  retries = 5,
  firstPauseSeconds = 0.5,
  stallSeconds = 30,
}: Partial<Retrying>): Retrying {
  return { retries, firstPauseSeconds, stallSeconds };
}

function urisOf(sources: readonly ArchiveSource[]): (locked: ArchiveFile) => readonly string[] {
  return ({ sourceId, name }) => {
    const source = sources.find(({ id }) => id === sourceId);
    if (source) return source.uris;
    const ids = sources.map(({ id }) => id).join(", ");
    throw new DebootcError(
      "lock-stale",
      `the lock takes ${name} from the source ${sourceId}, which does not exist; existing sources: ${ids}`,
      { hint: "Lock again with: debootc lock FILE" },
    );
  };
}

async function isMissing(
  locked: ArchiveFile,
  { storedAt, sharedAt }: Pick<FileFetch, "storedAt" | "sharedAt">,
  { report, signal }: OperationContext,
) {
  refuseAbort(signal);
  const path = storedAt(locked.sha256);
  const state = await stateOfFile(path, locked);
  if (state === "damaged") {
    await rm(path, { force: true });
    const message = `${path} (${locked.name} ${locked.version}) was damaged in the cache and is fetched again`;
    report({ type: "diagnostic", diagnostic: { severity: "warning", code: "cache-damaged", message } });
  }
  if (state !== "intact")
    return sharedAt === undefined || !(await copyIntact(sharedAt(locked.sha256), path, locked));
  await markUsed(path);
  return false;
}

/** Returns whether a file of another store is what it should be, and here now. */
async function copyIntact(from: string, to: string, locked: ArchiveFile): Promise<boolean> {
  if ((await stateOfFile(from, locked)) !== "intact") return false;
  await makeDirectories(dirname(to));
  const copy = `${to}.${randomUUID()}.new`;
  await copyFile(from, copy, constants.COPYFILE_FICLONE);
  // Of the copy, because the other store may change at any time.
  const isIntact = (await stateOfFile(copy, locked)) === "intact";
  if (isIntact) await rename(copy, to);
  else await rm(copy);
  return isIntact;
}

function refuseAbort({ aborted, reason }: AbortSignal): void {
  if (!aborted) return;
  throw reason instanceof DebootcError
    ? reason
    : new DebootcError("cancelled", "fetching packages: cancelled");
}

function bytesOf(packages: readonly ArchiveFile[]): number {
  return packages.reduce((sum, { size }) => sum + size, 0);
}
