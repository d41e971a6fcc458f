import type { LockedIds } from "../lock/lock.ts";
import { type AccountFiles, parseGroup, parsePasswd } from "./account-files.ts";

export interface IdsFinding {
  /** Accounts that got an id other than the seeded one, with a sentence for each. */
  readonly drifted: readonly string[];
  /** Accounts that packages made themselves, outside the table and the lock, with the ids they got. */
  readonly unlisted: LockedIds;
  /** All accounts except those of base-passwd and of the treefile, which is what `debootc lock --ids` records. */
  readonly all: LockedIds;
}

/**
 * Compares the accounts of a configured root with the seeded ones. `base` holds base-passwd's own accounts, `others`
 * names the accounts whose ids the treefile itself fixes.
 */
export function checkIds(
  files: AccountFiles,
  seeded: LockedIds,
  base: AccountFiles,
  others: ReadonlySet<string> = new Set(),
): IdsFinding {
  const baseUsers = new Set([...parsePasswd(base.passwd).map(({ name }) => name), ...others]);
  const baseGroups = new Set([...parseGroup(base.group).map(({ name }) => name), ...others]);
  const users = parsePasswd(files.passwd).filter(({ name }) => !baseUsers.has(name));
  const groups = parseGroup(files.group)
    .filter(({ name }) => !baseGroups.has(name))
    .map(({ name, gid }) => ({ name, gid }));
  const seededUsers = new Map(seeded.users.map((user) => [user.name, user]));
  const seededGroups = new Map(seeded.groups.map((group) => [group.name, group]));

  const drifted = [
    ...users.flatMap(({ name, uid, gid }) => {
      const expected = seededUsers.get(name);
      if (!expected || (expected.uid === uid && expected.gid === gid)) return [];
      return [
        `user ${name} has uid ${uid} and gid ${gid}, recorded: uid ${expected.uid} and gid ${expected.gid}`,
      ];
    }),
    ...groups.flatMap(({ name, gid }) => {
      const expected = seededGroups.get(name);
      return !expected || expected.gid === gid
        ? []
        : [`group ${name} has gid ${gid}, recorded: gid ${expected.gid}`];
    }),
  ];
  return {
    drifted,
    unlisted: {
      users: users.filter(({ name }) => !seededUsers.has(name)),
      groups: groups.filter(({ name }) => !seededGroups.has(name)),
    },
    all: { users, groups },
  };
}
