import { DebootcError } from "@debootc/core/error/debootc-error";
import { formatBytes } from "@debootc/core/text/amount";
import { reasonOf } from "@debootc/tools/errno";
import { unfit } from "@debootc/tools/release/unfit";
import { Readable } from "node:stream";
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader } from "yauzl";
import type { Storage, StoredObject } from "../storage/storage.ts";

/** Bounds what is read of an archive. */
export interface ArchiveLimits {
  /** Bytes of the archive when it is unpacked. */
  readonly mostUnpacked: number;
  /** How many times its length a compressed archive may unpack to, beyond the first bytes. */
  readonly mostRatio: number;
}

export const defaultArchiveLimits: ArchiveLimits = { mostUnpacked: 64 * 1024 ** 3, mostRatio: 100 };

/** So much may come out of any archive, however short it is. */
const freeBytes = 64 * 1024 ** 2;

/**
 * Opens the tar archive that an artifact is: the only file in its zip. Its bytes are read from the storage as they are asked
 * for. Throws `artifact-unfit` for whatever else the zip is, and what the storage throws.
 */
export async function openArchive(
  storage: Storage,
  { digest, size }: StoredObject,
  limits: ArchiveLimits = defaultArchiveLimits,
): Promise<AsyncIterable<Uint8Array>> {
  const reader = new StorageReader(storage, digest);
  // It says what is wrong with names by itself: `..`, absolute ones, backslashes.
  const zip = await fromRandomAccessReaderPromise(reader, size, {
    autoClose: false,
    strictFileNames: true,
  }).catch(damaged);
  if (zip.entryCount !== 1) throw unfit(`it has ${zip.entryCount} files instead of one archive`);
  let only: Entry | undefined;
  try {
    for await (const entry of zip.eachEntry()) only = entry;
  } catch (error) {
    damaged(error);
  }
  if (only === undefined) throw unfit("it has no file");
  refuseEntry(only, limits);
  const stream = await zip.openReadStreamPromise(only).catch(damaged);
  return bounded(stream, only.uncompressedSize);
}

function refuseEntry(
  { fileName, uncompressedSize, compressedSize, generalPurposeBitFlag }: Entry,
  { mostUnpacked, mostRatio }: ArchiveLimits,
): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*\.tar$/.test(fileName))
    throw unfit(`its only file is called ${JSON.stringify(fileName.slice(0, 200))}, which is not an archive`);
  if ((generalPurposeBitFlag & 1) !== 0) throw unfit("it is encrypted");
  if (uncompressedSize > mostUnpacked)
    throw unfit(`it unpacks to ${formatBytes(uncompressedSize)}; allowed: ${formatBytes(mostUnpacked)}`);
  if (uncompressedSize > freeBytes && uncompressedSize > compressedSize * mostRatio)
    throw unfit(
      `it unpacks to ${formatBytes(uncompressedSize)} from ${formatBytes(compressedSize)}, which no compose does`,
    );
}

/** What comes out is held against what the zip says of itself by yauzl; an error of it gets a name here. */
async function* bounded(stream: Readable, size: number): AsyncGenerator<Uint8Array> {
  let length = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      length += chunk.length;
      yield chunk;
    }
  } catch (error) {
    damaged(error);
  }
  if (length !== size) throw unfit(`it is truncated: ${length} of ${size} bytes`);
}

function damaged(error: unknown): never {
  if (error instanceof DebootcError) throw error;
  throw unfit(`its zip cannot be read: ${(error as Error).message}`, error);
}

/** What the storage fails by says nothing of the archive in it. */
function unreadable(error: unknown): DebootcError {
  if (error instanceof DebootcError) return error;
  return new DebootcError("storage-unavailable", `cannot read the storage: ${reasonOf(error)}`, {
    hint: "The hub tries again by itself; look at the disk of the hub if that goes on.",
    cause: error,
  });
}

/** Reads an object of a storage wherever yauzl wants to. */
class StorageReader extends RandomAccessReader {
  readonly #storage: Storage;
  readonly #digest: StoredObject["digest"];

  constructor(storage: Storage, digest: StoredObject["digest"]) {
    super();
    this.#storage = storage;
    this.#digest = digest;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const [storage, digest] = [this.#storage, this.#digest];
    return Readable.from(
      (async function* () {
        try {
          yield* await storage.get(digest, { start, end });
        } catch (error) {
          throw unreadable(error);
        }
      })(),
    );
  }
}
