import type { BuildResult } from "@debootc/core/mock-build/records/build-result";

/** How a build ended, and where that is told. */
export interface FinishedBuild {
  /** The result directory. */
  readonly directory: string;
  readonly result: BuildResult;
}
