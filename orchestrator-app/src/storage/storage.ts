import type { Digest } from "@debootc/core/record/digest";

/** Is an object of a storage. */
export interface StoredObject {
  readonly digest: Digest;
  readonly size: number;
}

/** Says what an object must be to be kept. */
export interface Expected {
  /** Its digest, if somebody has said it. */
  readonly digest?: Digest | undefined;
  readonly size?: number | undefined;
  /** Bounds what is read. */
  readonly most: number;
}

/** Names bytes of an object: from `start` up to, but without, `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Keeps objects by the digests of their bytes. What is in it is whole: an object that was cut off never appears. */
export interface Storage {
  /**
   * Keeps an object in bounded memory. Throws `verification-differs` for other bytes than those expected, `artifact-unfit` for
   * too many, `storage-unavailable` or `results-unwritable`; then nothing is kept.
   */
  readonly put: (chunks: AsyncIterable<Uint8Array>, expected: Expected) => Promise<StoredObject>;
  /** Returns the bytes of an object, or of a range of it. Throws `artifact-missing` if it is not there. */
  readonly get: (digest: Digest, range?: ByteRange) => Promise<AsyncIterable<Uint8Array>>;
  readonly stat: (digest: Digest) => Promise<StoredObject | undefined>;
  /** Removes an object; does nothing if it is not there. */
  readonly delete: (digest: Digest) => Promise<void>;
  /** Lists all objects, in any order. */
  readonly list: () => AsyncIterable<StoredObject>;
  /** Returns the word of the hub whose storage it is: the given one if it was nobody's yet. */
  readonly ownerOf: (candidate: string) => Promise<string>;
}
