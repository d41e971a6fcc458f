import type { LockedIds } from "../lock/lock.ts";
import { type AccountFiles, parseGroup, parsePasswd } from "./account-files.ts";

/** Debian Policy 9.2.2: ids that the archive gives out once for all, that a machine gives to services, and to people. */
const services = { from: 100, to: 699 };
/** Where neither adduser, which counts up from 100, nor systemd-sysusers, which counts down from 999, gets to. */
const belowPeople = { from: 700, to: 799 };
const people = { from: 1000, to: 59_999 };

interface Placing {
  /** The accounts of the image before: an account that it had keeps its number, and no other gets it. */
  readonly kept: LockedIds;
  /** Whether an account keeps the number that it has: it is recorded, or its package asks for it. */
  readonly stays: (name: string, id: number) => boolean;
}

interface Placed {
  /** The account files with the new numbers. */
  readonly files: AccountFiles;
  /** New numbers by old ones; empty where no account has to move. */
  readonly uids: ReadonlyMap<number, number>;
  readonly gids: ReadonlyMap<number, number>;
}

/**
 * Gives the accounts that packages made their numbers. Those of the image before are kept, so that files on hosts stay
 * whose they are; what a plain `useradd` or `groupadd` put among people goes below them, because the first person of a
 * machine would have the same number. New numbers follow from names alone; a user and the group of the same name get the
 * same one.
 */
export function placeAccounts(files: AccountFiles, { kept, stays }: Placing): Placed {
  const users = parsePasswd(files.passwd).map(({ name, uid }) => ({ name, id: uid }));
  const groups = parseGroup(files.group).map(({ name, gid }) => ({ name, id: gid }));
  const isFixed = ({ name, id }: Account) => isStatic(id) || stays(name, id);
  const keptUsers = withoutFixed(
    kept.users.map(({ name, uid }) => ({ name, id: uid })),
    users.filter(isFixed),
  );
  const keptGroups = withoutFixed(
    kept.groups.map(({ name, gid }) => ({ name, id: gid })),
    groups.filter(isFixed),
  );
  const homeless = [...needPlace(users, keptUsers, isFixed), ...needPlace(groups, keptGroups, isFixed)];
  const taken = new Set([...users, ...groups, ...idsIn(keptUsers), ...idsIn(keptGroups)].map(({ id }) => id));
  const places = placesFor(homeless, taken);
  const mapOf = (accounts: readonly Account[], ids: ReadonlyMap<string, number>) =>
    new Map(
      accounts.flatMap((account) => {
        const id = isFixed(account)
          ? account.id
          : (ids.get(account.name) ?? places.get(account.name) ?? account.id);
        return id === account.id ? [] : [[account.id, id] as const];
      }),
    );
  const uids = mapOf(users, keptUsers);
  const gids = mapOf(groups, keptGroups);
  return {
    files: {
      ...files,
      passwd: renumbered(files.passwd, [uids, gids]),
      group: renumbered(files.group, [gids]),
    },
    uids,
    gids,
  };
}

interface Account {
  readonly name: string;
  readonly id: number;
}

function isStatic(id: number): boolean {
  return id < services.from || id > people.to;
}

function withoutFixed(kept: readonly Account[], fixed: readonly Account[]): ReadonlyMap<string, number> {
  const taken = new Set(fixed.map(({ id }) => id));
  return new Map(kept.filter(({ id }) => !taken.has(id)).map(({ name, id }) => [name, id]));
}

function idsIn(kept: ReadonlyMap<string, number>): Account[] {
  return [...kept].map(([name, id]) => ({ name, id }));
}

/** Returns the accounts that can neither have the number of the image before nor stay where they are. */
function needPlace(
  accounts: readonly Account[],
  kept: ReadonlyMap<string, number>,
  isFixed: (account: Account) => boolean,
): Account[] {
  const reserved = new Set(kept.values());
  return accounts.filter(
    (account) =>
      !isFixed(account) && !kept.has(account.name) && (account.id >= people.from || reserved.has(account.id)),
  );
}

/** Returns a number for each name, in the order of names. */
function placesFor(accounts: readonly Account[], taken: Set<number>): ReadonlyMap<string, number> {
  const highest = new Map<string, number>();
  for (const { name, id } of accounts) highest.set(name, Math.max(id, highest.get(name) ?? 0));
  const places = new Map<string, number>();
  for (const [name, id] of [...highest].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const range = id >= people.from ? belowPeople : services;
    for (let place = range.from; place <= range.to && !places.has(name); place++)
      if (!taken.has(place)) places.set(name, place);
    taken.add(places.get(name) ?? id);
  }
  return places;
}

/** Replaces the numbers of the third column, and of those after it, by these maps. */
function renumbered(text: string, maps: readonly ReadonlyMap<number, number>[]): string {
  const line = (row: string) =>
    row
      .split(":")
      .map((field, column) => (column < 2 ? field : String(maps[column - 2]?.get(Number(field)) ?? field)))
      .join(":");
  return text
    .split("\n")
    .map((row) => (row === "" ? row : line(row)))
    .join("\n");
}
