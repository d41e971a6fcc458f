import type { LintRule } from "../lint-rule.ts";
import { nameOfType } from "../../subject/lint-entry.ts";

/** systemd.io/API_FILE_SYSTEMS, and /var, on which bootc mounts the state of the machine. */
const directories = ["/dev", "/proc", "/sys", "/run", "/tmp", "/var"];

export const apiBaseDirectories: LintRule = {
  name: "api-base-directories",
  level: "error",
  summary: "/dev, /proc, /sys, /run, /tmp and /var are directories",
  why: "They are mount points, and a deployed root is read-only: what is missing cannot be made at boot.",
  remedy: "Make it an empty directory.",
  ofBootc: true,
  *check({ tree }) {
    for (const path of directories) {
      const entry = tree.lookup(path);
      if (entry === undefined) yield { path, message: "is missing" };
      else if (entry.type !== "directory")
        yield { path, message: `is a ${nameOfType(entry)}, not a directory` };
    }
  },
};
