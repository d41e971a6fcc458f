import type { LintRule } from "../lint-rule.ts";

export const etcUsretc: LintRule = {
  name: "etc-usretc",
  level: "error",
  summary: "not both /etc and /usr/etc",
  why: "bootc turns /etc of an image into /usr/etc of the deployment. With both, nobody says which file wins.",
  remedy: "Ship configuration in /etc only.",
  ofBootc: true,
  *check({ tree }) {
    if (tree.exists("/etc") && tree.exists("/usr/etc")) {
      yield { path: "/usr/etc", message: "stands beside /etc" };
    }
  },
};
