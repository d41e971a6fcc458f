import { closestWord } from "../text/closest-word.ts";
import { type AccountFiles, type NewAccount, parseGroup, parsePasswd } from "./account-files.ts";

interface Conflict {
  readonly message: string;
  readonly hint: string;
}

/** Why an account cannot be added: its name or number is taken, or a group it wants does not exist. */
export function accountConflicts(account: NewAccount, files: AccountFiles): readonly Conflict[] {
  const users = parsePasswd(files.passwd);
  const groups = parseGroup(files.group);
  const { name, uid } = account;
  const another = "A package makes it: choose another";
  const taken = [
    ...users.flatMap((user) => [
      ...(user.name === name ? [`the user ${name} is already there, with uid ${user.uid}`] : []),
      ...(user.uid === uid ? [`the uid ${uid} is already that of ${user.name}`] : []),
    ]),
    ...groups.flatMap((group) => [
      ...(group.name === name ? [`the group ${name} is already there, with gid ${group.gid}`] : []),
      ...(group.gid === uid ? [`the gid ${uid} is already that of ${group.name}`] : []),
    ]),
  ];
  const names = groups.map((group) => group.name);
  return [
    ...taken.map((message) => ({
      message,
      hint: `${another} ${/^the [ug]id/.test(message) ? "uid" : "name"}.`,
    })),
    ...account.groups
      .filter((group) => !names.includes(group))
      .map((group) => {
        const near = closestWord(group, names);
        const message = `${name} cannot be a member of ${group}: the image has no such group`;
        return {
          message,
          hint: near === undefined ? "Add the package that makes it." : `Did you mean ${near}?`,
        };
      }),
  ];
}
