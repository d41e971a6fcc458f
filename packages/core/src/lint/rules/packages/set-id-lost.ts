import { mergedPath } from "../../../dpkg/merged-path.ts";
import { parseGroup, parsePasswd } from "../../../ids/account-files.ts";
import { octalMode, setIdBits, setIdFiles } from "../../facts/set-id-files.ts";
import { dpkgStatusFiles } from "../../subject/dpkg-database.ts";
import type { LintEntry } from "../../subject/lint-entry.ts";
import type { LintSubject, PackagedMode } from "../../subject/lint-subject.ts";
import type { LintTree } from "../../subject/lint-tree.ts";
import type { LintRule } from "../lint-rule.ts";

const accountFiles = /^\/etc\/(passwd|group)$/;

export const setIdLost: LintRule = {
  name: "set-id-lost",
  level: "error",
  summary: "files have the set-user-ID and set-group-ID bits of their package or of dpkg-statoverride",
  why: "Without them, su, sudo, mount, passwd and similar programs fail for everyone except root. Copying with COPY --chown or through an archive removes them.",
  remedy:
    "Copy files with cp -a or with a tool that keeps modes. If the bit was removed on purpose, record it: dpkg-statoverride --update --add root root 0755 PATH.",
  reads: new RegExp(`${dpkgStatusFiles.source}|${accountFiles.source}`),
  readsAtMost: 32 * 1024 * 1024,
  *check(subject) {
    for (const wanted of wantedModes(subject)) {
      const path = mergedPath(wanted.path);
      const entry = subject.tree.follow(path);
      if (entry?.type !== "file" || fits(entry, wanted, subject.tree)) continue;
      const has = `${octalMode(entry.mode)} ${entry.uid}:${entry.gid}`;
      const origin = wanted.package === "" ? "dpkg-statoverride" : `the package ${wanted.package}`;
      yield {
        path,
        message: `is ${has}; ${origin} has ${octalMode(wanted.mode)} ${wanted.user}:${wanted.group}`,
      };
    }
  },
};

/** Returns one row for each path: an override beats the package, and the package beats the built-in table. */
function wantedModes({ dpkg, packagedModes }: LintSubject): Iterable<PackagedMode> {
  const installed = new Set(dpkg.installed.map(({ name }) => name));
  const known = setIdFiles.filter((row) => installed.has(row.package));
  const overrides = dpkg.overrides.map((row) => ({ ...row, package: "" }));
  const byPath = new Map(
    [...known, ...packagedModes, ...overrides].map((row) => [mergedPath(row.path), row]),
  );
  return byPath.values();
}

function fits(entry: LintEntry, wanted: PackagedMode, tree: LintTree): boolean {
  const lost = wanted.mode & setIdBits & ~entry.mode;
  if (lost !== 0) return false;
  // A set-id program with another owner does something else; without the bits, the owner does not matter.
  const user = uidOf(tree, wanted.user);
  const group = gidOf(tree, wanted.group);
  if (wanted.mode & 0o4000 && user !== undefined && user !== entry.uid) return false;
  return !(wanted.mode & 0o2000 && group !== undefined && group !== entry.gid);
}

/** Returns the number of a user by its name in the image, or of `#5`; undefined when the image does not know it. */
function uidOf(tree: LintTree, user: string): number | undefined {
  if (user === "root") return 0;
  return numbered(user) ?? parsePasswd(tree.text("/etc/passwd") ?? "").find(({ name }) => name === user)?.uid;
}

function gidOf(tree: LintTree, group: string): number | undefined {
  if (group === "root") return 0;
  return numbered(group) ?? parseGroup(tree.text("/etc/group") ?? "").find(({ name }) => name === group)?.gid;
}

function numbered(name: string): number | undefined {
  return /^#[0-9]+$/.test(name) ? Number(name.slice(1)) : undefined;
}
