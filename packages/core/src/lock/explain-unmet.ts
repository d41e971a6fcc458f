import { type Chain, dependencyWalk } from "./dependency-walk.ts";
import { findConflicts } from "./find-conflicts.ts";
import type { PackageUniverse } from "./package-universe.ts";
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
    const candidate = universe.candidateOf(one.name) ?? universe.solutionsOf({ name: one.name })[0];
    return candidate ? [{ candidate, link: linkOf(one) }] : [];
  });
  const missing = roots.flatMap(({ candidate, link }) => {
    const chain = walk.whyNot(candidate);
    return chain ? [[link, ...chain]] : [];
  });
  return missing.length > 0 ? onePerCause(missing) : findConflicts(roots, walk).map(format);
}

/** Of all chains that end at the same missing package only the shortest, those of the treefile first. */
function onePerCause(chains: readonly Chain[]): string[] {
  const groups = Map.groupBy(chains, (chain) => `${chain.at(-2)?.split(" ")[1]} ${chain.at(-1)}`);
  return [...groups.values()].map((group) => {
    const [first = [], ...others] = group.toSorted(
      (a, b) => Number(isOfTreefile(b)) - Number(isOfTreefile(a)) || a.length - b.length,
    );
    return `${format(first)}${others.length > 0 ? ` (and ${others.length} more chains end there)` : ""}`;
  });
}

function isOfTreefile([link]: Chain): boolean {
  return link?.startsWith("treefile ") ?? false;
}

function format(chain: Chain): string {
  return chain.join(" -> ");
}

function linkOf({ name, because }: WantedPackage): string {
  return because === "treefile" ? `treefile wants ${name}` : `Debian's essential set has ${name}`;
}
