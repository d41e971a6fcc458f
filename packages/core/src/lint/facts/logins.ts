import { parseGroup, parsePasswd } from "../../ids/account-files.ts";
import { kindOfPassword } from "../parse/kind-of-password.ts";
import type { LintTree } from "../subject/lint-tree.ts";

/** Matches the files that say who can log in. */
export const loginFiles =
  /^\/(etc\/(shadow|passwd|group|sudoers|sudoers\.d\/[^/]+|greetd\/[^/]+|gdm3\/[^/]+|sddm\.conf(\.d\/[^/]+)?|lightdm\/(.+\/)?[^/]+\.conf|ssh\/sshd_config(\.d\/[^/]+)?)|(etc|usr\/lib)\/(userdb|sddm\/sddm\.conf\.d|tmpfiles\.d|systemd\/system\/[^/]*getty[^/]*\.d)\/[^/]+)$/;

export interface Login {
  readonly name: string;
  readonly isRoot: boolean;
  readonly hasPassword: boolean;
  /** Someone can become this account with a key, or without anything. */
  readonly hasKey: boolean;
}

/** Returns the accounts with a login shell, and what they can log in with. */
export function loginsOf(tree: LintTree): Login[] {
  const passwords = new Map<string, string>();
  for (const line of (tree.text("/etc/shadow") ?? "").split("\n")) {
    const [name = "", password = "*"] = line.split(":");
    passwords.set(name, password);
  }
  const keyFiles = [...keyPaths(tree)];
  return parsePasswd(tree.text("/etc/passwd") ?? "")
    .filter(({ shell }) => !/\/(?:nologin|false|sync|shutdown|halt)$/.test(shell))
    .map(({ name, uid }) => ({
      name,
      isRoot: uid === 0,
      hasPassword: kindOfPassword(passwords.get(name) ?? "*") !== "none",
      hasKey: keyFiles.some((path) => isKeyFileOf(path, name)),
    }));
}

/** Yields the files with keys of accounts, of the image and of a machine's first boot. */
function* keyPaths(tree: LintTree): Generator<string> {
  for (const { path, type, size } of tree.walk())
    if (type === "file" && size > 0 && /\/\.?authorized[_-]keys2?(?:\.d)?(?:\/|$)/.test(path)) yield path;
  for (const directory of ["/usr/lib/tmpfiles.d", "/etc/tmpfiles.d"]) {
    for (const { path } of tree.list(directory)) {
      for (const line of (tree.text(path) ?? "").split("\n")) {
        const [type = "", target = ""] = line.trim().split(/\s+/);
        // One with ^ takes its text from a credential, which only some machines have.
        if (/^[fCL]/.test(type) && !type.includes("^") && target.includes("/authorized_keys")) yield target;
      }
    }
  }
}

function isKeyFileOf(path: string, name: string): boolean {
  const homes = name === "root" ? ["/root/", "/var/roothome/"] : [`/home/${name}/`];
  if (homes.some((home) => path.includes(home))) return true;
  // Below a directory for all accounts, the file has the name of its own; elsewhere one file is for all.
  return /\/authorized[_-]keys(?:\.d)?\/[^/]+$/.test(path)
    ? path.endsWith(`/${name}`)
    : !/\/home\/|\/root(?:home)?\//.test(path);
}

/** Returns the members of a group, but for those whose first group it is. */
export function membersOf(tree: LintTree, group: string): readonly string[] {
  return parseGroup(tree.text("/etc/group") ?? "").find(({ name }) => name === group)?.members ?? [];
}
