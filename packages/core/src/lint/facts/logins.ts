import { parseGroup, parsePasswd, type PasswdRow } from "../../ids/account-files.ts";
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
  const accounts = parsePasswd(tree.text("/etc/passwd") ?? "").filter(
    ({ shell }) => !/\/(?:nologin|false|sync|shutdown|halt)$/.test(shell),
  );
  const names = new Set(accounts.map(({ name }) => name));
  return accounts.map((account) => ({
    name: account.name,
    isRoot: account.uid === 0,
    hasPassword: letsIn(passwords.get(account.name) ?? "*"),
    hasKey: keyFiles.some((path) => isKeyFileOf(path, account, names)),
  }));
}

/** A password that is locked keeps its hash, but matches nothing. */
function letsIn(password: string): boolean {
  return !/^[!*]/.test(password) && kindOfPassword(password) !== "none";
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

/** Tells whether sshd, configured as usual, reads a file for an account; `names` are those of all accounts. */
function isKeyFileOf(file: string, { name, home }: PasswdRow, names: ReadonlySet<string>): boolean {
  const path = asOnMachine(file);
  const hidden = `${asOnMachine(home).replace(/\/$/, "")}/.`;
  if (path.startsWith(hidden)) return true;
  // What belongs to the system is for all accounts, unless the file or its directory has the name of one.
  if (!/^\/(?:etc|usr)\//.test(path) || path.includes("/.")) return false;
  const [directory = "", last = ""] = path.split("/").slice(-2);
  if (/^authorized[_-]keys(?:\.d)?$/.test(directory)) return last === name;
  return names.has(directory) ? directory === name : true;
}

/** Returns a path as accounts name it: homes are below /var in an image, and a factory's copy goes where it says. */
function asOnMachine(path: string): string {
  return path
    .replace(/^\/usr\/share\/factory\//, "/")
    .replace(/^\/var\/roothome(?=\/|$)/, "/root")
    .replace(/^\/var\/home\//, "/home/");
}

/** Returns the members of a group, but for those whose first group it is. */
export function membersOf(tree: LintTree, group: string): readonly string[] {
  return parseGroup(tree.text("/etc/group") ?? "").find(({ name }) => name === group)?.members ?? [];
}
