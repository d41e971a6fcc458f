import { type AccountFiles, parseGroup, parsePasswd } from "./account-files.ts";

type Accounts = Pick<AccountFiles, "passwd" | "group">;

/**
 * Returns a sentence for each account whose number is another than in an earlier image, and for each number of an
 * account that is gone which another account has now. Either gives files on hosts to somebody else.
 */
export function movedIds(before: Accounts, after: Accounts): readonly string[] {
  return [
    ...moved("user", "uid", usersOf(before), usersOf(after)),
    ...moved("group", "gid", groupsOf(before), groupsOf(after)),
  ];
}

type Ids = ReadonlyMap<string, number>;

function moved(kind: "user" | "group", id: "uid" | "gid", before: Ids, after: Ids): string[] {
  return [...after].flatMap(([name, now]) => {
    const was = before.get(name);
    const owners = [...before].filter(([other, number]) => number === now && other !== name);
    // Of the numbers that two accounts share, the one that keeps it is not to blame.
    if (was === now) return [];
    const handed = owners.find(([other, number]) => after.get(other) !== number);
    const taken = handed === undefined ? "" : `, which was that of the ${kind} ${handed[0]}`;
    if (was !== undefined) return [`the ${kind} ${name} had ${id} ${was} and has ${id} ${now}${taken}`];
    return handed === undefined ? [] : [`the new ${kind} ${name} has ${id} ${now}${taken}`];
  });
}

function usersOf({ passwd }: Accounts): Ids {
  return new Map(parsePasswd(passwd).map(({ name, uid }) => [name, uid]));
}

function groupsOf({ group }: Accounts): Ids {
  return new Map(parseGroup(group).map(({ name, gid }) => [name, gid]));
}
