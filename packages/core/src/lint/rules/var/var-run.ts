import type { LintRule } from "../lint-rule.ts";
import { nameOfType } from "../../subject/lint-entry.ts";

export const varRun: LintRule = {
  name: "var-run",
  level: "error",
  summary: "/var/run is a link if it exists",
  why: "A real /var/run is separate from /run: its files survive a reboot, and programs that use one do not see those that use the other.",
  remedy: "Make it a link to /run, or leave it out: systemd's tmpfiles.d creates it at boot.",
  ofBootc: true,
  *check({ tree }) {
    const entry = tree.lookup("/var/run");
    if (entry !== undefined && entry.type !== "symlink") {
      yield { path: "/var/run", message: `is a ${nameOfType(entry)}, not a link` };
    }
  },
};
