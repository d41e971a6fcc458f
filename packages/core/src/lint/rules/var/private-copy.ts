import { dpkgLists, dpkgStatusFiles } from "../../subject/dpkg-database.ts";
import type { LintRule } from "../lint-rule.ts";

const factory = "/usr/share/factory";
/** What is kept of /var; dpkg's database is no secret. */
const kept = /^\/usr\/lib\/sysimage\/(?!dpkg\/)/;
/** Fewer bytes are no secret: at's counter of jobs is private too. */
const shortest = 16;

export const privateCopy: LintRule = {
  name: "private-copy",
  level: "warning",
  summary: "files of /var that only their owner may read are not in the image",
  why: "Such a file is often a secret or a database of one machine. Every machine gets the same one, and whoever can pull the image has it.",
  remedy:
    "Leave it out of the image, with a rule of class `discard` under var-policy, and let the machine make its own: by its program, or by a unit with ConditionPathExists=!.",
  reads: new RegExp(`${dpkgStatusFiles.source}|${dpkgLists.source}`),
  readsAtMost: 8 * 1024 * 1024,
  *check({ tree, dpkg }) {
    for (const { path, type, mode, size } of [...tree.walk(factory), ...tree.walk("/usr/lib/sysimage")]) {
      if (type !== "file" || (mode & 0o077) !== 0 || size < shortest) continue;
      const isCopy = path.startsWith(`${factory}/`);
      if (!isCopy && !kept.test(path)) continue;
      // What a package ships is the same for everyone.
      if (dpkg.owns(path) || (isCopy && dpkg.owns(path.slice(factory.length)))) continue;
      yield { path, message: "is the same on every machine, although only its owner may read it" };
    }
  },
};
