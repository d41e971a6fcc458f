import type { LockedIds } from "../lock/lock.ts";
import { systemGroups, systemUsers } from "../debian/system-accounts.ts";

/**
 * Lists the accounts to make before any package is configured, sorted by name: those in the table whose packages are
 * installed, and those in the lock, which take precedence. `others` are accounts whose ids are fixed elsewhere: they
 * are made later, and the lock does not apply to them.
 */
export function seedIds(
  packages: ReadonlySet<string>,
  locked: LockedIds | undefined,
  others: ReadonlySet<string> = new Set(),
): LockedIds {
  const installed = ({ packages: names }: { readonly packages: readonly string[] }) =>
    names.some((name) => packages.has(name));
  const users = new Map(
    systemUsers
      .filter(installed)
      .map(({ name, id, group, gecos, home, shell }) => [
        name,
        { name, uid: id, gid: group?.gid ?? id, gecos, home, shell },
      ]),
  );
  const groups = new Map(systemGroups.filter(installed).map(({ name, gid }) => [name, { name, gid }]));
  for (const user of systemUsers.filter(installed)) {
    if (!user.group) groups.set(user.name, { name: user.name, gid: user.id });
  }
  for (const user of locked?.users ?? []) users.set(user.name, user);
  for (const group of locked?.groups ?? []) groups.set(group.name, group);

  const isOurs = ({ name }: { readonly name: string }) => !others.has(name);
  return {
    users: [...users.values()].filter(isOurs).sort(byName),
    groups: [...groups.values()].filter(isOurs).sort(byName),
  };
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}
