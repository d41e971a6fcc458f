import { type AccountFiles, parseGroup, parsePasswd } from "./account-files.ts";

/** Debian Policy 9.2.2: the ids that are left to the people of a machine. */
const people = { from: 1000, to: 59_999 };
/** Where adduser, which counts up from 100, and systemd-sysusers, which counts down from 999, do not get. */
const places = { from: 700, to: 799 };

interface Renumbering {
  /** The account files with the new numbers. */
  readonly files: AccountFiles;
  /** New numbers by old ones; empty where no account has to move. */
  readonly uids: ReadonlyMap<number, number>;
  readonly gids: ReadonlyMap<number, number>;
}

/**
 * Moves accounts that packages made among those of people, with a plain `useradd` or `groupadd`, to a range below: the
 * first person of a machine would have the same number. `stays` says which keep their number: those whose number is
 * recorded, or asked for by the package itself. Numbers follow from names alone; a user and the group of the same name
 * get the same one.
 */
export function belowPeople(files: AccountFiles, stays: (name: string, id: number) => boolean): Renumbering {
  const users = parsePasswd(files.passwd);
  const groups = parseGroup(files.group);
  const isAmong = (name: string, id: number) => id >= people.from && id <= people.to && !stays(name, id);
  const movedUsers = users.filter(({ name, uid }) => isAmong(name, uid));
  const movedGroups = groups.filter(({ name, gid }) => isAmong(name, gid));
  const names = [...new Set([...movedUsers, ...movedGroups].map(({ name }) => name))].sort();
  const taken = new Set([...users.map(({ uid }) => uid), ...groups.map(({ gid }) => gid)]);
  const free = freePlaces(taken);
  const placeOf = new Map(
    names.flatMap((name) => {
      const place = free.next();
      return place.done === true ? [] : [[name, place.value] as const];
    }),
  );
  const mapOf = (rows: readonly { readonly name: string; readonly id: number }[]) =>
    new Map(
      rows.flatMap(({ name, id }) => {
        const place = placeOf.get(name);
        return place === undefined ? [] : [[id, place] as const];
      }),
    );
  const uids = mapOf(movedUsers.map(({ name, uid }) => ({ name, id: uid })));
  const gids = mapOf(movedGroups.map(({ name, gid }) => ({ name, id: gid })));
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

function* freePlaces(taken: ReadonlySet<number>): Generator<number, undefined> {
  for (let place = places.from; place <= places.to; place++) if (!taken.has(place)) yield place;
  return undefined;
}

/** Replaces the numbers of the third column, and of those after it, by these maps. */
function renumbered(text: string, maps: readonly ReadonlyMap<number, number>[]): string {
  const line = (row: string) =>
    row
      .split(":")
      .map((field, column) => {
        const map = column < 2 || row === "" ? undefined : maps[column - 2];
        return map?.has(Number(field)) === true ? String(map.get(Number(field))) : field;
      })
      .join(":");
  return text.split("\n").map(line).join("\n");
}
