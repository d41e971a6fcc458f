import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { VarEntry } from "@debootc/core/var-policy/classify-var";
import { type UnknownTree, unknownTrees } from "@debootc/core/var-policy/unknown-trees";
import { pathBeforeMove } from "./link-toplevel.ts";
import type { PackageFiles } from "../packages/package-files.ts";

export interface VarOrigins extends PackageFiles {
  /** Whether a path of /var existed before the treefile's scripts ran. */
  readonly wasThere: (path: string) => boolean;
}

const shownAtMost = 20;

/** Makes the error for paths in /var without a rule: who left them, and the rule that each of them needs. */
export function unclassifiedVar(
  entries: readonly VarEntry[],
  unknown: readonly VarEntry[],
  origins: VarOrigins,
): DebootcError {
  const ofPackages = unknown.filter(({ path }) => origins.wasThere(path));
  const ofScripts = unknown.filter(({ path }) => !origins.wasThere(path));
  const findings = [
    ...unknownTrees(entries, ofPackages).map((tree) => leftByPackage(tree, origins)),
    ...unknownTrees(entries, ofScripts).map(leftByScript),
  ];
  const more = findings.length - shownAtMost;
  const count = `${unknown.length} ${unknown.length === 1 ? "path" : "paths"} in /var without a rule`;
  return new DebootcError(
    "var-unclassified",
    more <= 0 ? count : `${count}; ${more} more of such places are not shown`,
    {
      diagnostics: findings.slice(0, shownAtMost),
      hint: "An image cannot ship /var: say for each path what becomes of it.",
    },
  );
}

function leftByScript({ path, entries }: UnknownTree): Diagnostic {
  return {
    severity: "error",
    code: "var-unclassified",
    key: "postprocess",
    message: `${pathBeforeMove(path)}: a postprocess script left ${whatOf(entries)} that no image can ship`,
    hint: "Let the script remove it, or put it below /usr and make it on the machine by a file in /usr/lib/tmpfiles.d.",
  };
}

function leftByPackage({ path, entries }: UnknownTree, { ownerOf }: VarOrigins): Diagnostic {
  const place = pathBeforeMove(path);
  const [owner, ...others] = new Set(entries.map((entry) => ownerOf(pathBeforeMove(entry.path))));
  const isOne = others.length === 0 && owner !== undefined;
  const pattern = entries.length === 1 ? path : `${path}/**`;
  const rule = `- { path: ${pattern}, class: tmpfiles${isOne ? `, package: ${owner}` : ""} }`;
  return {
    severity: "error",
    code: "var-unclassified",
    message: `${place}: ${isOne ? `the package ${owner}` : "a maintainer script"} left ${whatOf(entries)} in /var that no rule covers`,
    allowed:
      "tmpfiles (copied to /var at boot), sysimage (kept in /usr/lib/sysimage), discard (made again when needed)",
    hint: `Leave it out of the image: remove-files: [${place}]\n  or say in the treefile what becomes of it, under var-policy:\n    ${rule}`,
  };
}

function whatOf(entries: readonly VarEntry[]): string {
  return entries.length === 1 ? `a ${entries[0]?.type}` : `${entries.length} files`;
}
