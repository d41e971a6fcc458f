import type { LintRule } from "../lint-rule.ts";

export const utf8: LintRule = {
  name: "utf8",
  level: "error",
  summary: "names and link targets are UTF-8",
  why: "ostree stores only names in UTF-8: such an image cannot be deployed.",
  remedy: "Rename or remove the file.",
  ofBootc: true,
  *check({ tree }) {
    for (const { path, type, target } of tree.walk()) {
      const name = path.slice(path.lastIndexOf("/") + 1);
      if (!name.isWellFormed()) yield { path, message: "has a name that is not UTF-8" };
      if (type === "symlink" && !target.isWellFormed())
        yield { path, message: "leads to a target that is not UTF-8" };
    }
  },
};
