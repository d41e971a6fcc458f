import { dependencyWalk } from "./dependency-walk.ts";
import { findConflicts } from "./find-conflicts.ts";
import type { PackageUniverse, PackageVersion } from "./package-universe.ts";
import type { WantedPackage } from "./wanted-package.ts";

interface UnmetSet {
  readonly wanted: readonly WantedPackage[];
  readonly excluded: readonly string[];
  readonly universe: PackageUniverse;
  /** Where was looked, for messages: `trixie for amd64`. */
  readonly place: string;
}

/**
 * Why a set of packages cannot be installed, as chains a person can read:
 * `treefile wants nginx-extras -> depends libfoo (>= 2) -> not available in trixie`.
 * Empty when the indexes alone do not show the reason; then only the solver's own words are left.
 */
export function explainUnmet({ wanted, excluded, universe, place }: UnmetSet): string[] {
  const walk = dependencyWalk({ universe, excluded: new Set(excluded), place });
  const roots = wanted.flatMap((one) => {
    const candidate = choose(one, universe);
    return candidate ? [{ candidate, link: linkOf(one) }] : [];
  });
  const missing = roots.flatMap(({ candidate, link }) => {
    const chain = walk.whyNot(candidate);
    return chain ? [[link, ...chain]] : [];
  });
  const chains = missing.length > 0 ? missing : findConflicts(roots, walk);
  return [...new Set(chains.map((chain) => chain.join(" -> ")))];
}

function choose(
  { name, version, suite }: WantedPackage,
  universe: PackageUniverse,
): PackageVersion | undefined {
  return (
    universe
      .versionsOf(name)
      .find(
        (one) =>
          (version === undefined || one.version === version) &&
          (suite === undefined || one.part.suite === suite),
      ) ?? universe.solutionsOf({ name })[0]
  );
}

function linkOf({ request, because }: WantedPackage): string {
  return because === "treefile" ? `treefile wants ${request}` : `Debian's essential set has ${request}`;
}
