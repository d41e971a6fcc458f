import type { LintRule } from "../lint-rule.ts";
import { dropIns } from "../../parse/drop-ins.ts";
import { tmpfilesPath } from "../../parse/tmpfiles-line.ts";
import { nameOfType } from "../../subject/lint-entry.ts";
import type { LintTree } from "../../subject/lint-tree.ts";

const directories = ["/usr/lib/tmpfiles.d", "/etc/tmpfiles.d"];

export const varTmpfiles: LintRule = {
  name: "var-tmpfiles",
  level: "warning",
  summary: "all in /var is made by a line of tmpfiles.d",
  why: "bootc copies /var of an image to a machine once, when it is installed. Updates change nothing there: a new machine and an old one then differ.",
  remedy:
    "Let /var be empty: write a line into /usr/lib/tmpfiles.d for each directory and link, and keep files below /usr, from where a `C` line copies them.",
  ofBootc: true,
  reads: /^\/(usr\/lib|etc)\/tmpfiles\.d\/[^/]+\.conf$/,
  *check({ tree }) {
    const covered = new Set<string>();
    for (const { path } of directories.flatMap((directory) => dropIns(tree, directory, ".conf"))) {
      for (const [index, line] of (tree.text(path) ?? "").split(/\r?\n/).entries()) {
        const declared = tmpfilesPath(line);
        if (declared === false) yield { path, message: `line ${index + 1} is no line of tmpfiles.d` };
        else if (declared !== undefined) covered.add(placeOf(tree, declared));
      }
    }
    for (const entry of tree.walk("/var")) {
      if (covered.has(entry.path)) continue;
      const made = entry.type === "directory" || entry.type === "symlink";
      const message = made
        ? `is a ${nameOfType(entry)} without a line in tmpfiles.d`
        : `is a ${nameOfType(entry)}`;
      yield { path: entry.path, message };
    }
  },
};

/** Where a path lies once the links of its directories are followed: `/root/.ssh` may be `/var/roothome/.ssh`. */
function placeOf(tree: LintTree, path: string): string {
  const trimmed = path.replace(/\/+$/, "");
  const slash = trimmed.lastIndexOf("/");
  const directory = tree.follow(trimmed.slice(0, Math.max(0, slash)))?.path;
  if (directory === undefined) return trimmed;
  return `${directory === "/" ? "" : directory}/${trimmed.slice(slash + 1)}`;
}
