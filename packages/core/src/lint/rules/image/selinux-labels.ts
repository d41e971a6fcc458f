import type { LintRule } from "../lint-rule.ts";

export const selinuxLabels: LintRule = {
  name: "selinux-labels",
  level: "warning",
  summary: "no layer has SELinux labels",
  why: "They belong to the machine that unpacks the image. bootc labels files by the image's policy, and a label in a layer contradicts it.",
  remedy: "Omit security.selinux when packing layers.",
  onlyImages: true,
  *check({ tree }) {
    for (const { path, xattrs } of tree.walk()) {
      if (xattrs.has("security.selinux")) yield { path, message: "has an SELinux label" };
    }
  },
};
