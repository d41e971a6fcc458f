import { type Chain, dependencyWalk } from "./dependency-walk.ts";
import { findConflicts } from "./find-conflicts.ts";
import type { PackageUniverse } from "./package-universe.ts";
import type { UnmetWish, WantedPackage } from "./wanted-package.ts";

interface UnmetSet {
  readonly wanted: readonly WantedPackage[];
  readonly excluded: readonly string[];
  readonly universe: PackageUniverse;
  /** Where the search took place, for messages: `trixie for amd64`. */
  readonly place: string;
}

/**
 * Explains why a set of packages cannot be installed, as chains that people can read:
 * `treefile wants nginx-extras -> depends libfoo (>= 2) -> not available in trixie`.
 * Returns nothing if the indexes alone do not show the reason; then only the solver's own message is left.
 */
export function explainUnmet({ wanted, excluded, universe, place }: UnmetSet): UnmetWish[] {
  const walk = dependencyWalk({ universe, excluded: new Set(excluded), place });
  const roots = wanted.flatMap((one) => {
    const candidate = universe.candidateOf(one.name) ?? universe.solutionsOf({ name: one.name })[0];
    return candidate ? [{ candidate, link: linkOf(one) }] : [];
  });
  const missing = roots.flatMap(({ candidate, link }) => {
    const chain = walk.whyNot(candidate);
    return chain ? [[link, ...chain]] : [];
  });
  const origins = new Map(wanted.map((one) => [linkOf(one), one.origin]));
  const chains = missing.length > 0 ? onePerCause(missing) : findConflicts(roots, walk).map(alone);
  return chains.map(({ chain, others }) => {
    const origin = origins.get(chain[0] ?? "");
    const more = others > 0 ? ` (and ${others} more chains end there)` : "";
    return { message: `${chain.join(" -> ")}${more}`, ...(origin === undefined ? {} : { origin }) };
  });
}

interface Cause {
  readonly chain: Chain;
  /** How many more chains end at the same package. */
  readonly others: number;
}

/** Keeps, of all chains that end at the same missing package, only the shortest, preferring those of the treefile. */
function onePerCause(chains: readonly Chain[]): Cause[] {
  const groups = Map.groupBy(chains, (chain) => `${chain.at(-2)?.split(" ")[1]} ${chain.at(-1)}`);
  return [...groups.values()].map((group) => {
    const [first = [], ...others] = group.toSorted(
      (a, b) => Number(isOfTreefile(b)) - Number(isOfTreefile(a)) || a.length - b.length,
    );
    return { chain: first, others: others.length };
  });
}

function isOfTreefile([link]: Chain): boolean {
  return link?.startsWith("treefile ") ?? false;
}

function alone(chain: Chain): Cause {
  return { chain, others: 0 };
}

function linkOf({ name, because }: WantedPackage): string {
  return because === "treefile" ? `treefile wants ${name}` : `Debian's essential set has ${name}`;
}
