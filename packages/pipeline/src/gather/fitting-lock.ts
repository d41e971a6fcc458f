import { DebootcError } from "@debootc/core/error/debootc-error";
import { checkLock } from "@debootc/core/lock/check-lock";
import { checkSelection } from "@debootc/core/lock/check-selection";
import type { LocalPackage } from "@debootc/core/lock/local-package";
import type { LockSection } from "@debootc/core/lock/lock";
import { lockPathOf } from "@debootc/core/lock/lock-path";
import type { ResolvedTreefile } from "@debootc/core/treefile/resolved-treefile";
import { readLock } from "./read-lock.ts";

interface Wanted {
  /** Path of the treefile. */
  readonly treefile: string;
  /** The lock, when it is not the one beside the treefile. */
  readonly lock?: string | undefined;
}

/**
 * The section of the lock that a treefile is to be built from; undefined when there is no lock beside it. Throws
 * `lock-stale`, `treefile-invalid`, and `usage` for a lock that was asked for and is not there.
 */
export async function fittingLock(
  wanted: Wanted,
  treefile: ResolvedTreefile,
  local: readonly LocalPackage[],
): Promise<LockSection | undefined> {
  const path = wanted.lock ?? lockPathOf(wanted.treefile);
  const lock = await readLock(path);
  if (lock !== undefined) {
    const section = checkLock(lock, treefile, local, wanted.treefile);
    checkSelection(treefile, section);
    return section;
  }
  if (wanted.lock === undefined) return undefined;
  throw new DebootcError("usage", `there is no lock ${path}`, {
    hint: `Make it with: debootc lock ${wanted.treefile} --lock ${wanted.lock}`,
  });
}
