import type { Event } from "@debootc/core/event/event";
import type { RemoteCache } from "./cache/remote-cache.ts";

/** Collects what a door passes to the pipeline in addition to the request: everything that has effects outside. */
export interface PipelineDependencies {
  readonly emit: (event: Event) => void;
  readonly signal: AbortSignal;
  readonly clock: () => Date;
  /** A cache outside this machine. It counts before one that the request names. */
  readonly remoteCache?: RemoteCache;
  /** The cache directory that the work reads and leaves as it is. Present for untrusted work, whose request names its own. */
  readonly sharedCacheDir?: string;
  readonly environment: {
    /** Proxy variables for programs that download. */
    readonly proxy: Readonly<Record<string, string>>;
    /** Variables by which git and ssh find the user's credentials. */
    readonly git?: Readonly<Record<string, string>>;
    /** Variables by which the user's logins to registries are found. */
    readonly registry?: Readonly<Record<string, string>>;
    /** Variables by which a program finds the desktop to open a window on; empty without one. */
    readonly display?: Readonly<Record<string, string>>;
    /** The key that images are signed with, in PEM, and the password that unlocks it or one in a file. */
    readonly imageKey?: { readonly pem?: string; readonly password?: string };
    /** Who runs this, for signatures without a key: a token, or where a CI job gets one. */
    readonly identity?: { readonly token: string } | { readonly url: string; readonly bearer: string };
    /** The owner of caches and results. */
    readonly user: { readonly uid: number; readonly gid: number };
  };
}
