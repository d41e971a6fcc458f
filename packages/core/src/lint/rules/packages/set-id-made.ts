import { mergedPath } from "../../../dpkg/merged-path.ts";
import { octalMode, setIdBits, type UnlistedSetId, unlistedSetIds } from "../../facts/set-id-files.ts";
import { dpkgLists, dpkgStatusFiles } from "../../subject/dpkg-database.ts";
import type { LintSubject } from "../../subject/lint-subject.ts";
import type { LintRule } from "../lint-rule.ts";

export const setIdMade: LintRule = {
  name: "set-id-made",
  level: "warning",
  summary: "programs are set-user-ID or set-group-ID only if they are so in their package",
  why: "Whoever starts such a program has the rights of its owner. A script of a package or of the treefile, or a file that was added, gives them to every user of every machine, and nothing in the package's archive says so. Of an image whose packages are not at hand, only what Debian's usual packages ship is known.",
  remedy:
    "Find out which script does it: a postinst of the package, or postprocess. If the rights are not wanted, remove the bits with `chmod ug-s` in postprocess; otherwise keep them, and skip the rule.",
  reads: new RegExp(`${dpkgStatusFiles.source}|${dpkgLists.source}`),
  readsAtMost: 32 * 1024 * 1024,
  *check(subject) {
    for (const found of unlistedSetIds(subject)) {
      const { path, mode, uid, gid } = found.entry;
      const reason = reasonFor(subject, found);
      yield { path, message: `is ${kindOf(mode)} (${octalMode(mode)} ${uid}:${gid}), ${reason}` };
    }
  },
};

/** Says what is known of the origin of the bits. */
function reasonFor(
  { dpkg, packagesRead }: LintSubject,
  { entry: { path }, owner, packaged }: UnlistedSetId,
): string {
  if (packaged !== undefined) return `and its package has ${octalMode(packaged)}`;
  if (owner === undefined) return "and no package ships it";
  if (packagesRead.has(owner)) return `and is not so in the archive of ${owner}`;
  const overridden = dpkg.overrides.some(
    (row) => mergedPath(row.path) === path && (row.mode & setIdBits) !== 0,
  );
  return overridden
    ? `by dpkg-statoverride, not by the archive of ${owner}`
    : `and ${owner} is not known to ship it so`;
}

function kindOf(mode: number): string {
  const kinds = [(mode & 0o4000) !== 0 && "set-user-ID", (mode & 0o2000) !== 0 && "set-group-ID"];
  return kinds.filter((kind) => kind !== false).join(" and ");
}
