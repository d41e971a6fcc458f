import type { BuildResult } from "@debootc/core/mock-build/records/build-result";

/** Says how a build ended, and where its result is. */
export interface FinishedBuild {
  /** The result directory. */
  readonly directory: string;
  readonly result: BuildResult;
}
