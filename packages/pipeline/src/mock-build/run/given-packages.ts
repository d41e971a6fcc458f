import type { LockSection } from "@debootc/core/lock/lock";
import type { BuildDependencies } from "@debootc/core/mock-build/records/build-dependencies";

/** A build root whose packages are given, not chosen. */
export interface GivenRoot {
  readonly base: LockSection;
  readonly dependencies: BuildDependencies;
}
