import type { SourcePackage } from "./source-package.ts";

const fields = {
  buildDepends: "Build-Depends",
  buildDependsArch: "Build-Depends-Arch",
  buildDependsIndep: "Build-Depends-Indep",
  buildConflicts: "Build-Conflicts",
  buildConflictsArch: "Build-Conflicts-Arch",
  buildConflictsIndep: "Build-Conflicts-Indep",
} as const;

/**
 * A .dsc for `apt-get build-dep` with the relations of a source package and further ones: nothing else of the package,
 * which is a stranger's, reaches apt. A cross-build wants its compilers, of which packages say nothing, as sbuild adds
 * them.
 */
export function dependencyDsc(
  { relations }: Pick<SourcePackage, "relations">,
  {
    crossArchitecture,
    further = [],
  }: { readonly crossArchitecture?: string | undefined; readonly further?: readonly string[] },
): string {
  const cross =
    crossArchitecture === undefined
      ? []
      : [`crossbuild-essential-${crossArchitecture}:native`, "libc-dev", "libstdc++-dev"];
  const all = {
    ...relations,
    buildDepends: [relations.buildDepends, ...cross, ...further].filter(Boolean).join(", "),
  };
  const lines = Object.entries(fields).flatMap(([key, name]) => {
    const value = all[key as keyof typeof fields]?.replaceAll(/\s+/g, " ").replace(/^[\s,]+|[\s,]+$/g, "");
    return value ? [`${name}: ${value}`] : [];
  });
  return `${["Format: 3.0 (native)", "Source: build-dependencies", "Binary: build-dependencies", "Architecture: any", "Version: 0", ...lines].join("\n")}\n`;
}
