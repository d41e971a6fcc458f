import type { Digest } from "@debootc/core/record/digest";

/** Work on behalf of a stranger's commit reads the cache and never writes it. */
export const trustDomains = ["trusted", "untrusted"] as const;
export type TrustDomain = (typeof trustDomains)[number];

/** A cache entry that cannot be pruned while it is held. */
export interface Lease extends AsyncDisposable {
  readonly key: Digest;
  /** Absolute path of the entry's directory: read-only by agreement. */
  readonly path: string;
  /** Digest of what the producer made, as the producer stated it. */
  readonly outputDigest: Digest;
}

/** Fills an empty directory and answers with the digest of what it put there. */
export type Producer = (directory: string) => Promise<Digest>;

/** A content-addressed store below one directory, safe for several processes at once. `kind` separates key spaces. */
export interface Cache {
  /** Hands out only what is proven to be what was put; damage is removed and reported, and then there is nothing. */
  readonly get: (kind: string, key: Digest) => Promise<Lease | undefined>;
  /** Runs the producer unless the entry is there; of two at once the first to finish wins and both read its entry. */
  readonly put: (kind: string, key: Digest, producer: Producer) => Promise<Lease>;
}

/** A cache beyond this machine, injected by the doors: the Actions cache, a hub. */
export interface RemoteCache {
  readonly fetch: (kind: string, key: Digest, directory: string) => Promise<Digest | undefined>;
  readonly store: (kind: string, key: Digest, directory: string, outputDigest: Digest) => Promise<void>;
}
