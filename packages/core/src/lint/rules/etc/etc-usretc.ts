import type { LintRule } from "../lint-rule.ts";

export const etcUsretc: LintRule = {
  name: "etc-usretc",
  level: "error",
  summary: "/etc and /usr/etc are not both present",
  why: "bootc turns /etc of an image into /usr/etc of the deployment. With both, it is undefined which file wins.",
  remedy: "Ship configuration in /etc only.",
  ofBootc: true,
  *check({ tree }) {
    if (tree.exists("/etc") && tree.exists("/usr/etc")) {
      yield { path: "/usr/etc", message: "exists next to /etc" };
    }
  },
};
