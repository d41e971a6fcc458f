import { diffLocks } from "@debootc/core/lock/diff-locks";
import type { LockSection } from "@debootc/core/lock/lock";
import type { LockChange } from "@debootc/core/lock/lock-result";

/** Returns what changed for one architecture; everything is new where there was no lock before. */
export function lockChange(
  architecture: string,
  before: LockSection | undefined,
  after: LockSection,
): LockChange {
  const { ids } = after;
  return {
    ...diffLocks(architecture, before, after),
    ...(ids === undefined ? {} : { ids: { users: ids.users.length, groups: ids.groups.length } }),
  };
}
