import type { LockedIds } from "../lock/lock.ts";
import { systemGroups, systemUsers } from "../debian/system-accounts.ts";

interface Seeds {
  /** Names of the packages that are installed. */
  readonly packages: ReadonlySet<string>;
  readonly locked?: LockedIds | undefined;
  /** The accounts of the image that hosts have. */
  readonly previous?: LockedIds | undefined;
  /** Accounts whose ids are fixed elsewhere: they are made later, and nothing here applies to them. */
  readonly others?: ReadonlySet<string>;
}

/**
 * Lists the accounts to make before any package is configured, sorted by name: those in the table whose packages are
 * installed, those of the image before, and those in the lock. Of several numbers for a name, the lock's is taken before
 * that of the image before, and this before the table's: files on hosts have it. An account whose package is gone stays,
 * so that no other gets its number, unless the table keeps the number for it.
 */
export function seedIds({ packages, locked, previous, others = new Set() }: Seeds): LockedIds {
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
  const isLocked = namesOf(locked);
  keepPrevious(users, previous?.users ?? [], isLocked.users, idsOfUser, tableUsers);
  keepPrevious(groups, previous?.groups ?? [], isLocked.groups, idsOfGroup, tableGroups);

  const isOurs = ({ name }: { readonly name: string }) => !others.has(name);
  return {
    users: [...users.values()].filter(isOurs).sort(byName),
    groups: [...groups.values()].filter(isOurs).sort(byName),
  };
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}

const idsOfUser = ({ uid }: LockedIds["users"][number]) => uid;
const idsOfGroup = ({ gid }: LockedIds["groups"][number]) => gid;
/** Numbers that the table keeps for names, whether or not their packages are installed. */
const tableUsers = new Map(systemUsers.map(({ name, id }) => [name, id]));
const tableGroups = new Map([
  ...systemGroups.map(({ name, gid }) => [name, gid] as const),
  ...systemUsers.flatMap(({ name, id, group }) => (group ? [] : [[name, id] as const])),
]);

function namesOf(locked: LockedIds | undefined) {
  const names = (rows: readonly { readonly name: string }[] = []) => new Set(rows.map(({ name }) => name));
  return { users: names(locked?.users), groups: names(locked?.groups) };
}

/** Adds accounts of the image before, unless the lock has the name or has given the number to another. */
function keepPrevious<Row extends { readonly name: string }>(
  rows: Map<string, Row>,
  previous: readonly Row[],
  locked: ReadonlySet<string>,
  idOf: (row: Row) => number,
  table: ReadonlyMap<string, number>,
): void {
  for (const row of previous) {
    const seeded = rows.get(row.name);
    const isFixed = table.get(row.name) === idOf(row) || (seeded !== undefined && idOf(seeded) === idOf(row));
    const isTaken = [...rows.values()].some((other) => other.name !== row.name && idOf(other) === idOf(row));
    if (!locked.has(row.name) && !isFixed && !isTaken) rows.set(row.name, row);
  }
}
