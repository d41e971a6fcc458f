import { errorCodes } from "../error/codes.ts";
import type { ChainPackage } from "./records/chain-result.ts";

/**
 * How a chain ends: 0 when all is built, 4 when the rest was built without a package that failed, else the status of
 * the first failure.
 */
export function chainExitStatus(packages: readonly ChainPackage[], goesOn: boolean): number {
  const first = packages.find(({ outcome }) => outcome === "failed");
  if (first === undefined) return 0;
  const isSomethingBuilt = packages.some(({ outcome }) => outcome === "built" || outcome === "reused");
  if (goesOn && isSomethingBuilt) return errorCodes["compose-incomplete"].exit;
  return first.error === undefined ? 1 : errorCodes[first.error.code].exit;
}
