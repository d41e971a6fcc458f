import { parseGroup, parsePasswd } from "../../ids/account-files.ts";
import { dropIns } from "../parse/drop-ins.ts";
import { accountsOfSysusersLine } from "../parse/sysusers-line.ts";
import type { LintTree } from "../subject/lint-tree.ts";

/** Matches files with accounts: Debian's, those of images with nss-altfiles, those of the machine's first boot. */
export const accountSources = /^\/(etc|usr\/lib)\/(passwd|group|sysusers\.d\/[^/]+\.conf)$/;

/** Names the accounts that a running system has. */
export interface KnownAccounts {
  readonly users: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
}

/** Collects the accounts of an image and those that systemd makes when it boots. */
export function knownAccounts(tree: LintTree): KnownAccounts {
  // systemd itself knows these without any file.
  const users = new Set(["root", "nobody"]);
  const groups = new Set(["root", "nobody", "nogroup"]);
  for (const directory of ["/etc", "/usr/lib"]) {
    for (const { name } of parsePasswd(tree.text(`${directory}/passwd`) ?? "")) users.add(name);
    for (const { name } of parseGroup(tree.text(`${directory}/group`) ?? "")) groups.add(name);
    for (const { path } of dropIns(tree, `${directory}/sysusers.d`, ".conf")) {
      for (const line of (tree.text(path) ?? "").split(/\r?\n/)) {
        const made = accountsOfSysusersLine(line);
        for (const name of made.users) users.add(name);
        for (const name of made.groups) groups.add(name);
      }
    }
    // JSON records of systemd's own user database, see nss-systemd(8).
    for (const { path } of tree.list(`${directory}/userdb`)) {
      const [, name = "", kind] = /([^/]+)\.(user|group)$/.exec(path) ?? [];
      if (kind === "user") users.add(name);
      if (kind !== undefined) groups.add(name);
    }
  }
  return { users, groups };
}
