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
  /** Path of the lock that was asked for. */
  readonly lock?: string | undefined;
  /** Path of the lock to take if none was asked for, if it is not the one next to the treefile. */
  readonly beside?: string | undefined;
}

/**
 * Returns the section of the lock from which a treefile is to be built; undefined if there is no lock next to it.
 * Throws `lock-stale`, `treefile-invalid`, and `usage` if a requested lock does not exist.
 */
export async function fittingLock(
  wanted: Wanted,
  treefile: ResolvedTreefile,
  local: readonly LocalPackage[],
): Promise<LockSection | undefined> {
  const path = wanted.lock ?? wanted.beside ?? lockPathOf(wanted.treefile);
  const lock = await readLock(path);
  if (lock !== undefined) {
    const section = checkLock(lock, treefile, local, wanted.treefile);
    checkSelection(treefile, section);
    return section;
  }
  if (wanted.lock === undefined) return undefined;
  throw new DebootcError("usage", `cannot read the lock ${path}: there is no such file`, {
    hint: `Create it with: debootc lock ${wanted.treefile} --lock ${wanted.lock}`,
  });
}
