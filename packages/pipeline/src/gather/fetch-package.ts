import { makeDirectories } from "@debootc/tools/files/paths";
import type { Digest } from "@debootc/core/record/digest";
import type { AptCredential } from "@debootc/tools/apt/apt-auth";
import { download } from "@debootc/tools/http/download";
import { DownloadError } from "@debootc/tools/http/download-error";
import type { HttpAgents } from "@debootc/tools/http/http-agents";
import { writable } from "@debootc/tools/files/writable";
import { rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import pRetry from "p-retry";
import { type ArchiveFile, stateOfFile } from "./deb-store.ts";
import type { PartialFiles } from "./partial-files.ts";
import type { ServerHealth } from "./server-health.ts";

export interface Retrying {
  /** Number of further attempts that may fail after the first. */
  readonly retries: number;
  /** Pause before the second attempt; it doubles with each further one up to ten seconds, with jitter. */
  readonly firstPauseSeconds: number;
  readonly stallSeconds: number;
}

export interface FetchSurroundings extends Retrying {
  /** Returns the path of a file in the store. */
  readonly storedAt: (sha256: Digest) => string;
  readonly partialFiles: PartialFiles;
  readonly health: ServerHealth;
  readonly agents: HttpAgents;
  readonly credentials: readonly AptCredential[];
  readonly signal: AbortSignal;
}

/** Says why a package could not be fetched: the last failure of each address. */
export interface FetchFailure {
  readonly locked: ArchiveFile;
  readonly troubles: ReadonlyMap<string, DownloadError>;
}

/**
 * Brings one file of an archive into the store, from whichever of its source's addresses delivers the right bytes.
 * Returns a failure of the servers; throws anything else, such as a full disk.
 */
export async function fetchPackage(
  locked: ArchiveFile,
  uris: readonly string[],
  surroundings: FetchSurroundings,
  onLength: (length: number) => void,
): Promise<FetchFailure | undefined> {
  const { partialFiles, storedAt, signal, health } = surroundings;
  const file = await partialFiles.claim(locked.sha256);
  const addresses = uris.map((uri) => addressOf(uri, locked.filename));
  const troubles = new Map<string, DownloadError>();
  const isOpen = (address: string) =>
    !isFinal(troubles.get(address)) && health.deathOf(address) === undefined;
  let turn = 0;
  let gained = 0;

  const attempt = async () => {
    const open = addresses.filter(isOpen);
    const address = open[turn++ % open.length];
    if (address === undefined) throw deadOf(addresses, health);
    const before = gained;
    const noteLength = (length: number) => {
      gained = length;
      if (length > 0) health.delivered(address);
      onLength(length);
    };
    try {
      await download({ ...surroundings, url: address, file, size: locked.size, onLength: noteLength });
      await refuseOtherBytes(file, locked, noteLength);
    } catch (error) {
      if (!(error instanceof DownloadError)) throw error;
      troubles.set(address, error);
      if (error.kind === "wrong-size") await discard(file, noteLength);
      throw gained - before >= worthwhileBytes ? new Progress(error) : error;
    }
  };
  try {
    await pRetry(attempt, {
      retries: surroundings.retries,
      minTimeout: surroundings.firstPauseSeconds * 1000,
      maxTimeout: 10_000,
      randomize: true,
      signal,
      shouldConsumeRetry: ({ error }) => !(error instanceof Progress),
      shouldRetry: ({ error }) => isOfServers(error) && addresses.some(isOpen),
    });
    await store(file, storedAt(locked.sha256));
    return undefined;
  } catch (error) {
    await partialFiles.release(file);
    if (signal.aborted || !isOfServers(error)) throw error;
    for (const [address, trouble] of troubles) health.gaveUp(address, trouble);
    for (const address of addresses) {
      const death = health.deathOf(address);
      if (death && !troubles.has(address)) troubles.set(address, death);
    }
    return { locked, troubles };
  }
}

/** Marks a failed attempt that still gained a good part of the file: it does not count against the retries. */
class Progress extends Error {
  constructor(cause: DownloadError) {
    super(cause.message, { cause });
  }
}
const worthwhileBytes = 64 * 1024;

function isOfServers(error: unknown): boolean {
  return error instanceof DownloadError || error instanceof Progress;
}

function isFinal(trouble: DownloadError | undefined): boolean {
  return trouble?.kind === "gone" || trouble?.kind === "refused" || trouble?.kind === "unauthorized";
}

function deadOf(addresses: readonly string[], health: ServerHealth): DownloadError {
  const [death] = addresses.flatMap((address) => health.deathOf(address) ?? []);
  return death ?? new DownloadError("refused", "its source has no address");
}

async function refuseOtherBytes(file: string, locked: ArchiveFile, onLength: (length: number) => void) {
  if ((await stateOfFile(file, locked)) === "intact") return;
  await discard(file, onLength);
  throw new DownloadError("damaged", "the bytes differ from what the signed index promises");
}

async function store(file: string, target: string): Promise<void> {
  await writable(target, async () => {
    await makeDirectories(dirname(target));
    await rename(file, target);
  });
}

async function discard(file: string, onLength: (length: number) => void): Promise<void> {
  await rm(file, { force: true });
  onLength(0);
}

/** Escapes the file name, which is plain in an index; the address of a source is already escaped. */
function addressOf(uri: string, filename: string): string {
  return `${uri.replace(/\/+$/, "")}/${encodeURI(filename).replaceAll("#", "%23").replaceAll("?", "%3F")}`;
}
