import type { LintRule } from "../lint-rule.ts";

export const selinuxLabels: LintRule = {
  name: "selinux-labels",
  level: "warning",
  summary: "no layer has labels of SELinux",
  why: "They belong to the machine that unpacks the image. bootc labels files by the policy of the image, and a label in a layer says otherwise.",
  remedy: "Leave security.selinux out when the layers are packed.",
  onlyImages: true,
  *check({ tree }) {
    for (const { path, xattrs } of tree.walk()) {
      if (xattrs.has("security.selinux")) yield { path, message: "has a label of SELinux" };
    }
  },
};
