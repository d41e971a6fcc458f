import type { LintRule, RuleFinding } from "../lint-rule.ts";
import { rootsToCheck } from "../../facts/roots-to-check.ts";
import type { LintTree } from "../../subject/lint-tree.ts";
import { nameOfType } from "../../subject/lint-entry.ts";

const target = "sysroot/ostree";

export const baseimageRoot: LintRule = {
  name: "baseimage-root",
  level: "error",
  summary: "/sysroot is a directory, and /ostree a link to sysroot/ostree",
  why: "The physical root is mounted at /sysroot, and ostree and bootc find their repository through /ostree.",
  remedy: "Make the directory /sysroot and the link /ostree -> sysroot/ostree, with exactly this target.",
  ofBootc: true,
  *check({ tree }) {
    for (const root of rootsToCheck) {
      if (root === "" || tree.follow(root) !== undefined) yield* findingsIn(tree, root);
    }
  },
};

function* findingsIn(tree: LintTree, root: string): Generator<RuleFinding> {
  const sysroot = tree.lookup(`${root}/sysroot`);
  if (sysroot === undefined) yield { path: `${root}/sysroot`, message: "is missing" };
  else if (sysroot.type !== "directory") {
    yield { path: `${root}/sysroot`, message: `is a ${nameOfType(sysroot)}, not a directory` };
  }
  const link = tree.lookup(`${root}/ostree`);
  if (link === undefined)
    yield { path: `${root}/ostree`, message: `is missing: it has to be a link to ${target}` };
  else if (link.type !== "symlink")
    yield { path: `${root}/ostree`, message: `is a ${nameOfType(link)}, not a link` };
  else if (link.target !== target) {
    yield { path: `${root}/ostree`, message: `leads to ${link.target}, not to ${target}` };
  }
}
