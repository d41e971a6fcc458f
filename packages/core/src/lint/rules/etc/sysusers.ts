import type { LintRule } from "../lint-rule.ts";
import { accountNames, groupForm, passwdForm } from "../../parse/account-lines.ts";
import { dropIns } from "../../parse/drop-ins.ts";
import { sysusersLine } from "../../parse/sysusers-line.ts";

const files = [
  { path: "/etc/passwd", kind: "user", form: passwdForm },
  { path: "/etc/group", kind: "group", form: groupForm },
] as const;

export const sysusers: LintRule = {
  name: "sysusers",
  level: "warning",
  summary: "users and groups of /etc/passwd and /etc/group stand in /usr/lib/sysusers.d too",
  why: "A machine that changed its own /etc/passwd keeps that file over updates: an account that a later image brings is missing there.",
  remedy: "Declare the account in a file of /usr/lib/sysusers.d, with the id it has.",
  ofBootc: true,
  reads: /^\/(etc\/(passwd|group)|usr\/lib\/sysusers\.d\/[^/]+\.conf)$/,
  *check({ tree }) {
    if (tree.text("/etc/passwd") === undefined) return;
    const declared = { user: new Set<string>(), group: new Set<string>() };
    for (const { path } of dropIns(tree, "/usr/lib/sysusers.d", ".conf")) {
      for (const [index, line] of (tree.text(path) ?? "").split(/\r?\n/).entries()) {
        const found = sysusersLine(line);
        if (found === false)
          yield { path, message: `line ${index + 1} is no line of sysusers.d`, level: "error" };
        if (!found) continue;
        declared[found.kind].add(found.name);
        // A user brings a group of its name.
        declared.group.add(found.name);
      }
    }
    for (const { path, kind, form } of files) {
      const { names, badLines } = accountNames(tree.text(path) ?? "", form);
      for (const line of badLines) yield { path, message: `line ${line} is no account`, level: "error" };
      for (const name of names) {
        if (!declared[kind].has(name))
          yield { path, message: `has the ${kind} ${name}, which sysusers.d does not declare` };
      }
    }
  },
};
