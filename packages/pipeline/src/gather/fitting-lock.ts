import { DebootcError } from "@debootc/core/error/debootc-error";
import { checkLock } from "@debootc/core/lock/check-lock";
import { checkSelection } from "@debootc/core/lock/check-selection";
import type { LocalPackage } from "@debootc/core/lock/local-package";
import type { LockSection } from "@debootc/core/lock/lock";
import type { LockSubject } from "@debootc/core/lock/lock-subject";
import { shellWord } from "@debootc/core/text/shell-word";
import type { ResolvedTreefile } from "@debootc/core/treefile/resolved-treefile";
import { readLock } from "./read-lock.ts";

interface Wanted {
  readonly subject: LockSubject;
  /** Path of the lock that was asked for. */
  readonly lock?: string | undefined;
  /** The .debs that were given besides the treefile. */
  readonly extra?: readonly LocalPackage[];
}

/**
 * Returns the section of the lock from which a treefile is to be built; undefined if there is no lock where it is kept.
 * Throws `lock-stale`, `treefile-invalid`, and `usage` if a requested lock does not exist.
 */
export async function fittingLock(
  { subject, lock: given, extra = [] }: Wanted,
  treefile: ResolvedTreefile,
  local: readonly LocalPackage[],
): Promise<LockSection | undefined> {
  const path = given ?? subject.path;
  const lock = await readLock(path);
  if (lock !== undefined) {
    const section = checkLock(lock, treefile, local, subject, extra);
    checkSelection(treefile, section);
    return section;
  }
  if (given === undefined) return undefined;
  throw new DebootcError("usage", `cannot read the lock ${path}: there is no such file`, {
    hint: `Create it with: debootc lock ${subject.words} --lock ${shellWord(given)}`,
  });
}
