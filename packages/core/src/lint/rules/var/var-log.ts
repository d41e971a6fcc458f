import type { LintRule } from "../lint-rule.ts";

export const varLog: LintRule = {
  name: "var-log",
  level: "warning",
  summary: "no logs in /var/log",
  why: "Logs of the build tell of the building machine, differ in each build, and stay on the machine for ever.",
  remedy: "Remove logs at the end of the build.",
  ofBootc: true,
  *check({ tree }) {
    for (const { path, type, size } of tree.walk("/var/log")) {
      if (type === "file" && size > 0) yield { path, message: `is a log of ${size} bytes` };
    }
  },
};
