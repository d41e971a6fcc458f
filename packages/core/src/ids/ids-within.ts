import { systemGroups, systemUsers } from "../debian/system-accounts.ts";
import type { LockedIds } from "../lock/lock.ts";

/** Returns seeded accounts without those that, by Debian's table, only other packages than these make. */
export function idsWithin({ users, groups }: LockedIds, packages: ReadonlySet<string>): LockedIds {
  const table = [...systemUsers, ...systemGroups];
  const known = new Set(table.map(nameOf));
  const own = new Set(table.filter((one) => one.packages.some((name) => packages.has(name))).map(nameOf));
  const isWithin = ({ name }: { readonly name: string }) => own.has(name) || !known.has(name);
  return { users: users.filter(isWithin), groups: groups.filter(isWithin) };
}

/** Returns seeded accounts that others do not have. */
export function idsBeyond({ users, groups }: LockedIds, others: LockedIds): LockedIds {
  const known = { users: new Set(others.users.map(nameOf)), groups: new Set(others.groups.map(nameOf)) };
  return {
    users: users.filter(({ name }) => !known.users.has(name)),
    groups: groups.filter(({ name }) => !known.groups.has(name)),
  };
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}
