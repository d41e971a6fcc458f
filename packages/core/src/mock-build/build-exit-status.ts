import { errorCodes } from "../error/codes.ts";
import type { BuildResult } from "./records/build-result.ts";

/** The exit status that a result comes to: a build that succeeded may still not be what it was held against. */
export function buildExitStatus({ failure, proofs }: Pick<BuildResult, "failure" | "proofs">): number {
  if (failure !== undefined) return failure.exitStatus;
  const differs = proofs.some(({ outcome }) => outcome === "different");
  return differs ? errorCodes["verification-differs"].exit : 0;
}
