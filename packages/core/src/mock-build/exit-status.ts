import { errorCodes } from "../error/codes.ts";
import type { BuildResult } from "./records/build-result.ts";
import type { ChainPackage } from "./records/chain-result.ts";

/** Returns the exit status of a result: a build that succeeded may still differ from its reference. */
export function buildExitStatus({ failure, proofs }: Pick<BuildResult, "failure" | "proofs">): number {
  if (failure !== undefined) return failure.exitStatus;
  const differs = proofs.some(({ outcome }) => outcome === "different");
  return differs ? errorCodes["verification-differs"].exit : 0;
}

/**
 * Returns the exit status of a chain: 0 if everything was built, 4 if the rest was built without a failed package, or
 * else the status of the first failure.
 */
export function chainExitStatus(packages: readonly ChainPackage[], goesOn: boolean): number {
  const first = packages.find(({ outcome }) => outcome === "failed");
  if (first === undefined) return 0;
  const isSomethingBuilt = packages.some(({ outcome }) => outcome === "built" || outcome === "reused");
  if (goesOn && isSomethingBuilt) return errorCodes["compose-incomplete"].exit;
  return first.error === undefined ? 1 : errorCodes[first.error.code].exit;
}
