import type { SourcePackage } from "./source-package.ts";

/** Names of the relations of a source package in dsc(5) and in debian/control. */
export const relationFields = {
  buildDepends: "Build-Depends",
  buildDependsArch: "Build-Depends-Arch",
  buildDependsIndep: "Build-Depends-Indep",
  buildConflicts: "Build-Conflicts",
  buildConflictsArch: "Build-Conflicts-Arch",
  buildConflictsIndep: "Build-Conflicts-Indep",
} as const satisfies Record<keyof SourcePackage["relations"], string>;
