import { architectureMatches } from "./architecture-wildcard.ts";
import type { BuildScope } from "./build-needs.ts";
import type { SourcePackage } from "./source-package.ts";

/**
 * Returns the names of the binary packages that a build of these types makes. A .dsc without a package list does not
 * list their architectures: then all of them count.
 */
export function builtBinaries(
  { binaries, packageList }: Pick<SourcePackage, "binaries" | "packageList">,
  { architecture, profiles, types }: BuildScope,
): string[] {
  if (packageList.length === 0) return types.some((type) => type !== "source") ? [...binaries] : [];
  const isWanted = (wildcard: string) =>
    wildcard === "all"
      ? types.includes("all")
      : types.includes("any") && architectureMatches(architecture, wildcard);
  return packageList
    .filter(({ architectures }) => architectures.length === 0 || architectures.some(isWanted))
    .filter((one) => one.type === "deb" && holdsWith(one.profiles, profiles))
    .map(({ name }) => name);
}

/** Decides the Build-Profiles of a binary package: one of the groups must hold. */
function holdsWith(formula: readonly (readonly string[])[], active: readonly string[]): boolean {
  if (formula.length === 0) return true;
  return formula.some((terms) =>
    terms.every((term) => (term.startsWith("!") ? !active.includes(term.slice(1)) : active.includes(term))),
  );
}
