import type { LockedIds } from "../lock/lock.ts";

interface Elsewhere {
  /** Accounts whose numbers the lock or the table has. */
  readonly seeded: LockedIds;
  /** Names of the treefile's own accounts. */
  readonly others: ReadonlySet<string>;
}

/** Returns the accounts of the image before whose numbers nothing else fixes; undefined if there are none. */
export function idsToKeep(
  previous: LockedIds | undefined,
  { seeded, others }: Elsewhere,
): LockedIds | undefined {
  const isFree = (fixed: readonly { readonly name: string }[]) => {
    const names = new Set(fixed.map(({ name }) => name));
    return ({ name }: { readonly name: string }) => !names.has(name) && !others.has(name);
  };
  const users = (previous?.users ?? []).filter(isFree(seeded.users));
  const groups = (previous?.groups ?? []).filter(isFree(seeded.groups));
  return users.length + groups.length === 0 ? undefined : { users, groups };
}
