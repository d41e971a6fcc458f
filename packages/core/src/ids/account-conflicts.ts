import { closestWord } from "../text/closest-word.ts";
import { type AccountFiles, type NewAccount, parseGroup, parsePasswd } from "./account-files.ts";

interface Conflict {
  readonly message: string;
  readonly hint: string;
}

/** Returns why an account cannot be added: its name or number is taken, or one of its groups does not exist. */
export function accountConflicts(account: NewAccount, files: AccountFiles): readonly Conflict[] {
  const users = parsePasswd(files.passwd);
  const groups = parseGroup(files.group);
  const { name, uid } = account;
  const taken = (what: "name" | "uid", message: string): Conflict => ({
    message,
    hint: `A package makes it: choose another ${what}.`,
  });
  const conflicts = [
    ...users.flatMap((user) => [
      ...(user.name === name ? [taken("name", `the user ${name} already exists, with uid ${user.uid}`)] : []),
      ...(user.uid === uid ? [taken("uid", `the uid ${uid} is already used by ${user.name}`)] : []),
    ]),
    ...groups.flatMap((group) => [
      ...(group.name === name
        ? [taken("name", `the group ${name} already exists, with gid ${group.gid}`)]
        : []),
      ...(group.gid === uid ? [taken("uid", `the gid ${uid} is already used by ${group.name}`)] : []),
    ]),
  ];
  const names = groups.map((group) => group.name);
  return [
    ...conflicts,
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
