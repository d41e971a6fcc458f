import type { BuildDependencies } from "@debootc/core/mock-build/records/build-dependencies";
import type { Comparison } from "@debootc/core/mock-build/records/comparison";
import type { BuildRecord, BuiltFile } from "@debootc/core/mock-build/records/build-record";
import type { LockSection } from "@debootc/core/lock/lock";
import type { Digest } from "@debootc/core/record/digest";
import type { PlacedSource } from "@debootc/core/source-package/source-package";
import { slot, type SlotsOf } from "../../engine/slot.ts";
import type { FinishedBuild } from "./finished-build.ts";

/** Names a root or a layer in the cache. */
export interface CachedRoot {
  readonly key: Digest;
  /** Absolute. */
  readonly path: string;
}

/** Lists what the nodes of one build leave for each other. */
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

/** Says where the nodes of one build leave their records. */
export type MockBuildSlots = SlotsOf<MockBuildRecords>;

/** Returns the slots of a build. The ids are those of its stages, as its log and result name them. */
export function mockBuildSlots(): MockBuildSlots {
  return {
    source: slot("source"),
    base: slot("base"),
    dependencies: slot("dependencies"),
    build: slot("build"),
    proof: slot("proof"),
    checks: slot("checks"),
    results: slot("results"),
  };
}
