import { errorCodes } from "../error/codes.ts";
import type { BuildResult } from "./records/build-result.ts";

/** Returns the exit status for a result: a successful build may still differ from the packages it is compared with. */
export function buildExitStatus({ failure, proofs }: Pick<BuildResult, "failure" | "proofs">): number {
  if (failure !== undefined) return failure.exitStatus;
  const differs = proofs.some(({ outcome }) => outcome === "different");
  return differs ? errorCodes["verification-differs"].exit : 0;
}
