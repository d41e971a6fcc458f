import { accountFiles, gidOf, uidOf } from "../../facts/account-names.ts";
import { dpkgStatusFiles, merged } from "../../subject/dpkg-database.ts";
import { setIdFiles } from "../../facts/set-id-files.ts";
import type { LintRule } from "../lint-rule.ts";
import type { LintSubject, PackagedMode } from "../../subject/lint-subject.ts";
import type { LintEntry } from "../../subject/lint-entry.ts";
import type { LintTree } from "../../subject/lint-tree.ts";

const setIdBits = 0o6000;

export const setIdLost: LintRule = {
  name: "set-id-lost",
  level: "error",
  summary: "files have the set-user-ID and set-group-ID bits of their package or of dpkg-statoverride",
  why: "Without them su, sudo, mount, passwd and their like fail for everyone but root. Copying by COPY --chown or through an archive takes them away.",
  remedy:
    "Copy files with cp -a or by a tool that keeps modes. If the bit was taken away on purpose, record it: dpkg-statoverride --update --add root root 0755 PATH.",
  reads: new RegExp(`${dpkgStatusFiles.source}|${accountFiles.source}`),
  readsAtMost: 32 * 1024 * 1024,
  *check(subject) {
    for (const wanted of wantedModes(subject)) {
      const path = merged(wanted.path);
      const entry = subject.tree.follow(path);
      if (entry?.type !== "file" || fits(entry, wanted, subject.tree)) continue;
      const has = `${octal(entry.mode)} ${entry.uid}:${entry.gid}`;
      const origin = wanted.package === "" ? "dpkg-statoverride" : `the package ${wanted.package}`;
      yield {
        path,
        message: `is ${has}; ${origin} has ${octal(wanted.mode)} ${wanted.user}:${wanted.group}`,
      };
    }
  },
};

/** One row for each path: an override wins over the package itself, and that over what is known by heart. */
function wantedModes({ dpkg, packagedModes }: LintSubject): Iterable<PackagedMode> {
  const installed = new Set(dpkg.installed.map(({ name }) => name));
  const known = setIdFiles.filter((row) => installed.has(row.package));
  const overrides = dpkg.overrides.map((row) => ({ ...row, package: "" }));
  const byPath = new Map([...known, ...packagedModes, ...overrides].map((row) => [merged(row.path), row]));
  return byPath.values();
}

function fits(entry: LintEntry, wanted: PackagedMode, tree: LintTree): boolean {
  const lost = wanted.mode & setIdBits & ~entry.mode;
  if (lost !== 0) return false;
  // A set-id program of another owner is another program; without the bits an owner is nobody's business.
  const user = uidOf(tree, wanted.user);
  const group = gidOf(tree, wanted.group);
  if (wanted.mode & 0o4000 && user !== undefined && user !== entry.uid) return false;
  return !(wanted.mode & 0o2000 && group !== undefined && group !== entry.gid);
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, "0");
}
