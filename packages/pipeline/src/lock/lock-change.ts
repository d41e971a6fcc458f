import { diffLocks } from "@debootc/core/lock/diff-locks";
import type { LockSection } from "@debootc/core/lock/lock";
import type { LockChange } from "@debootc/core/lock/lock-result";

/** Returns what changed for one architecture; everything is new where there was no lock before. */
export function lockChange(
  architecture: string,
  before: LockSection | undefined,
  after: LockSection,
): LockChange {
  const diff = diffLocks(before ?? { packages: [] }, after);
  const named = ({ name, version }: { name: string; version: string }) => ({ name, version });
  return {
    architecture,
    packageCount: after.packages.length,
    added: diff.added.map(named),
    removed: diff.removed.map(named),
    changed: [...diff.upgraded, ...diff.downgraded, ...diff.replaced].map(({ before: old, after: now }) => ({
      name: now.name,
      from: old.version,
      to: now.version,
    })),
    ...(after.ids === undefined
      ? {}
      : { ids: { users: after.ids.users.length, groups: after.ids.groups.length } }),
  };
}
