import type { LintRule } from "../lint-rule.ts";
import { nameOfType } from "../../subject/lint-entry.ts";

const special: readonly string[] = ["character", "block", "fifo", "socket"];
/** Emptied when an image is imported. */
const emptied = /^\/(dev|proc|run|sys|tmp)\//;

export const specialFiles: LintRule = {
  name: "special-files",
  level: "error",
  summary: "no devices, pipes or sockets outside of /dev and /run, and no names that mean a deletion",
  why: "ostree stores files, directories and links, nothing else: the image cannot be imported. A name that begins with .wh. deletes a file when a layer is unpacked.",
  remedy: "Remove it; services make their sockets and pipes when they start.",
  *check({ tree, deleting = [] }) {
    for (const entry of tree.walk()) {
      const { path, type } = entry;
      if (special.includes(type) && !emptied.test(path)) yield { path, message: `is a ${nameOfType(entry)}` };
    }
    for (const path of deleting) yield { path, message: "has a name that deletes a file in a layer" };
  },
};
