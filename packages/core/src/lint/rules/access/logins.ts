import { parsePasswd } from "../../../ids/account-files.ts";
import { type Login, loginFiles, loginsOf, membersOf } from "../../facts/logins.ts";
import type { LintTree } from "../../subject/lint-tree.ts";
import type { LintRule, RuleFinding } from "../lint-rule.ts";

/** Programs that give a machine accounts or keys when it first starts, and those that know accounts of a network. */
const provisioners = [
  "/usr/bin/cloud-init",
  "/usr/bin/afterburn",
  "/usr/bin/google_guest_agent",
  "/usr/sbin/waagent",
  "/usr/sbin/sssd",
  "/usr/sbin/winbindd",
  "/usr/lib/dracut/modules.d/30ignition",
  "/usr/lib/dracut/modules.d/36ignition",
];

/** Where systemd looks for credentials that an image has: passwords and keys may be among them. */
const credentialStores = ["/usr/lib/credstore", "/etc/credstore", "/etc/credstore.encrypted"];

export const noLogin: LintRule = {
  name: "no-login",
  level: "warning",
  summary: "somebody can log in to a system that boots",
  why: "No account has a key or a password, so the console asks in vain and sshd refuses everyone. Once the machine is installed, only its firmware, a rescue system or another image help.",
  remedy:
    "Give an account a key: `users` in a treefile, with `ssh-authorized-keys`. A virtual machine may get one by a systemd credential (ssh.authorized_keys.root), and `debootc run --ssh` brings its own. If nobody is to log in, skip the rule.",
  reads: loginFiles,
  *check({ tree }) {
    if (!isMachine(tree) || comesInOtherwise(tree)) return;
    const logins = loginsOf(tree);
    const hasSshd = tree.exists("/usr/sbin/sshd") || tree.exists("/usr/sbin/dropbear");
    if (logins.some(({ hasPassword, hasKey }) => hasPassword || (hasKey && hasSshd))) return;
    const keyless = hasSshd ? "no account has a key or a password" : "no account has a password";
    const unused = logins.some(({ hasKey }) => hasKey)
      ? "; some have a key, but the image has no ssh server"
      : "";
    yield { message: `nobody can log in: ${keyless}${unused}` };
  },
};

export const noAdministrator: LintRule = {
  name: "no-administrator",
  level: "warning",
  summary: "somebody who can log in can become root",
  why: "Members of the group sudo are asked for their own password, which an account with a key alone does not have. Nobody can then look after the machine.",
  remedy:
    "Let them without a password: `sudo: nopasswd` for the account in a treefile, or a file in /etc/sudoers.d, mode 0440, with `%sudo ALL=(ALL:ALL) NOPASSWD: ALL`. Or give root a key.",
  reads: loginFiles,
  *check({ tree }) {
    if (!isMachine(tree) || comesInOtherwise(tree)) return;
    const able = loginsOf(tree).filter(({ hasPassword, hasKey }) => hasPassword || hasKey);
    if (able.length === 0 || able.some((login) => administers(tree, login))) return;
    const names = able.map(({ name }) => name).join(", ");
    yield { message: `nobody can become root: only ${names} can log in`, ...hintOf(tree, able) };
  },
};

function hintOf(tree: LintTree, able: readonly Login[]): Pick<RuleFinding, "hint"> {
  const group = new Set(membersOf(tree, "sudo"));
  const member = able.some(({ name }) => group.has(name));
  if (!tree.exists("/usr/bin/sudo"))
    return { hint: "Add the package sudo and a rule for it, or give root a key." };
  return member
    ? {}
    : { hint: "Add one to the group sudo, with a rule that asks for no password, or give root a key." };
}

/** A shell of root is enough, and a rule of sudo that fits what the account has. */
function administers(tree: LintTree, { name, isRoot, hasPassword }: Login): boolean {
  if (isRoot) return true;
  if (!tree.exists("/usr/bin/sudo")) return false;
  const groups = ["sudo", "wheel", "admin"].filter((group) => membersOf(tree, group).includes(name));
  const subjects = [name, "ALL", ...groups.map((group) => `%${group}`)];
  return sudoRules(tree).some(
    ({ subject, text }) => subjects.includes(subject) && (hasPassword || /\bNOPASSWD\s*:/.test(text)),
  );
}

function sudoRules(tree: LintTree): readonly { readonly subject: string; readonly text: string }[] {
  const files = ["/etc/sudoers", ...tree.list("/etc/sudoers.d").map(({ path }) => path)];
  return files
    .flatMap((path) => (tree.text(path) ?? "").replaceAll(/\\\r?\n/g, " ").split("\n"))
    .map((line) => line.trim())
    .filter((line) => !/^(?:#|@|Defaults|\w+_Alias|$)/.test(line))
    .map((text) => ({ subject: /^\S+/.exec(text)?.[0] ?? "", text }));
}

function isMachine(tree: LintTree): boolean {
  const accounts = parsePasswd(tree.text("/etc/passwd") ?? "");
  return accounts.some(({ name }) => name === "root") && tree.follow("/sbin/init") !== undefined;
}

/** Someone gets in by what the machine is given, or without being asked. */
function comesInOtherwise(tree: LintTree): boolean {
  return (
    provisioners.some((path) => tree.exists(path)) ||
    credentialStores.some((path) =>
      tree.list(path).some((entry) => /\/(?:passwd|ssh|tmpfiles|sysusers)\./.test(entry.path)),
    ) ||
    ["/etc/userdb", "/usr/lib/userdb"].some((path) =>
      tree.list(path).some((entry) => /sshAuthorizedKeys|hashedPassword/.test(tree.text(entry.path) ?? "")),
    ) ||
    settingsOfLogin(tree).some((line) =>
      /^\s*(?:ExecStart=.*--autologin|Autologin|autologin-user\s*=|AutomaticLogin\s*=|\[initial_session\]|User\s*=\s*[a-z])/.test(
        line,
      ),
    ) ||
    sshdLines(tree).some((line) => /^\s*(?:AuthorizedKeysCommand|TrustedUserCAKeys)\s+(?!none\b)/i.test(line))
  );
}

/** Lines of the files that say who is logged in without being asked. */
function settingsOfLogin(tree: LintTree): string[] {
  const paths = [...tree.walk("/etc"), ...tree.walk("/usr/lib/systemd/system"), ...tree.walk("/usr/lib/sddm")]
    .filter(({ path }) =>
      /\/(?:[^/]*getty[^/]*\.d|greetd|gdm3|sddm\.conf(?:\.d)?|lightdm)(?:\/|$)/.test(path),
    )
    .map(({ path }) => path);
  return paths.flatMap((path) => (tree.text(path) ?? "").split("\n"));
}

function sshdLines(tree: LintTree): string[] {
  const files = ["/etc/ssh/sshd_config", ...tree.list("/etc/ssh/sshd_config.d").map(({ path }) => path)];
  return files.flatMap((path) => (tree.text(path) ?? "").split("\n"));
}
