import type { Digest } from "@debootc/core/record/digest";

/** Lists the trust domains: work on behalf of an untrusted commit reads the cache and never writes it. */
export const trustDomains = ["trusted", "untrusted"] as const;
export type TrustDomain = (typeof trustDomains)[number];

/** Holds a cache entry, which cannot be pruned meanwhile. */
export interface Lease extends AsyncDisposable {
  readonly key: Digest;
  /** Absolute path of the entry's directory: read-only by agreement. */
  readonly path: string;
  /** Digest of the content, as stated by the producer. */
  readonly outputDigest: Digest;
}

/** Fills an empty directory and returns the digest of what it put there. */
export type Producer = (directory: string) => Promise<Digest>;

/** Stores results by key below one directory, safe for several processes at once. `kind` separates key spaces. */
export interface Cache {
  /** Hands out only what is proven to be what was put; damage is removed and reported, and then there is nothing. */
  readonly get: (kind: string, key: Digest) => Promise<Lease | undefined>;
  /** Returns where the content of an entry is, unproven: for guesses that are thrown away when they are wrong. */
  readonly peek: (kind: string, key: Digest) => Promise<string | undefined>;
  /** Hands out the entries of a kind that were used last, the latest first, proven as `get` does. */
  readonly recent: (kind: string, count: number) => Promise<readonly Lease[]>;
  /** Removes an entry that cannot be used although it is what was put, and reports why. */
  readonly discard: (kind: string, key: Digest, reason: string) => Promise<void>;
  /** Runs the producer unless the entry exists; of two at once the first to finish wins, and both read its entry. */
  readonly put: (kind: string, key: Digest, producer: Producer) => Promise<Lease>;
}
