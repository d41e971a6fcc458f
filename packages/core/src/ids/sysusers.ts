import { type AccountFiles, parseGroup, parsePasswd } from "./account-files.ts";

/**
 * Returns sysusers.d(5) lines for every account of a root, with fixed ids. A host whose /etc/passwd was ever edited
 * keeps its own file across upgrades, so accounts that a new image adds can only get there this way.
 */
export function sysusersLines(files: AccountFiles): string[] {
  const users = parsePasswd(files.passwd);
  const groups = parseGroup(files.group);
  return [
    ...groups.map(({ name, gid }) => `g ${name} ${gid}`),
    ...users.map(({ name, uid, gid, gecos, home, shell }) => {
      const id = uid === gid ? String(uid) : `${uid}:${gid}`;
      return `u ${name} ${id} ${gecos === "" ? "-" : `"${gecos.replaceAll('"', "'")}"`} ${home || "-"} ${shell || "-"}`;
    }),
    ...groups.flatMap(({ name, members }) => members.map((member) => `m ${member} ${name}`)),
  ];
}
