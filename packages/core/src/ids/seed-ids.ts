import type { LockedIds } from "../lock/lock.ts";
import { systemGroups, systemUsers } from "./system-accounts.ts";

/**
 * The accounts to make before any package is configured: those of the table whose packages are installed,
 * then those that the lock records, which win. Sorted by name.
 */
export function seedIds(packages: ReadonlySet<string>, locked: LockedIds | undefined): LockedIds {
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

  return { users: [...users.values()].sort(byName), groups: [...groups.values()].sort(byName) };
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}
