import type { BuildDependencies } from "@debootc/core/mock-build/records/build-dependencies";
import type { Comparison } from "@debootc/core/mock-build/records/comparison";
import type { BuildRecord, BuiltFile } from "@debootc/core/mock-build/records/build-record";
import type { LockSection } from "@debootc/core/lock/lock";
import type { Digest } from "@debootc/core/record/digest";
import type { PlacedSource } from "@debootc/core/source-package/source-package";
import type { FinishedBuild } from "./finished-build.ts";

/** A root or a layer in the cache. */
export interface CachedRoot {
  readonly key: Digest;
  /** Absolute. */
  readonly path: string;
}

/** What the nodes of one build hand on, by their ids. */
export interface MockBuildRecords {
  readonly source: PlacedSource;
  readonly base: CachedRoot & { readonly section: LockSection };
  readonly dependencies: BuildDependencies & {
    /** Layers of the chroot, the upper one first. */
    readonly layers: readonly string[];
  };
  readonly build: BuildRecord & { readonly directory: string };
  /** In the order in which they were asked for. */
  readonly proof: readonly Comparison[];
  /** The files as they are after plugins have signed them. */
  readonly checks: { readonly files: readonly BuiltFile[] };
  readonly results: FinishedBuild;
}
