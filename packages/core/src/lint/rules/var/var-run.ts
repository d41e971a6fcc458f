import type { LintRule } from "../lint-rule.ts";
import { nameOfType } from "../../subject/lint-entry.ts";

export const varRun: LintRule = {
  name: "var-run",
  level: "error",
  summary: "/var/run is a link, if it is there at all",
  why: "A real /var/run hides /run: what is written there outlives a boot, and programs that use one do not meet those that use the other.",
  remedy: "Make it a link to /run, or leave it out: systemd's tmpfiles.d makes it at boot.",
  ofBootc: true,
  *check({ tree }) {
    const entry = tree.lookup("/var/run");
    if (entry !== undefined && entry.type !== "symlink") {
      yield { path: "/var/run", message: `is a ${nameOfType(entry)}, not a link` };
    }
  },
};
