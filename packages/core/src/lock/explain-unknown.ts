import { closestWord } from "../text/closest-word.ts";
import type { PackageUniverse } from "./package-universe.ts";
import type { UnmetWish, WantedPackage } from "./wanted-package.ts";

/**
 * Why packages cannot even be looked for: there is no such name, or it is one that several packages provide and apt
 * would have to guess. One sentence each; empty when all is well. `place` is where was looked: `trixie for amd64`.
 */
export function explainUnknown(
  wanted: readonly WantedPackage[],
  universe: PackageUniverse,
  place: string,
): UnmetWish[] {
  return wanted.flatMap(({ name, origin }) => {
    const unmet = (message: string) => [{ message, ...(origin === undefined ? {} : { origin }) }];
    if (universe.candidateOf(name)) return [];
    const providers = universe.solutionsOf({ name }).map((one) => one.name);
    if (providers.length === 1) return [];
    if (providers.length > 1) {
      return unmet(
        `treefile wants ${name}: it is only a name that other packages provide; choose one of: ${providers.join(", ")}`,
      );
    }
    const meant = closestWord(name, namesOf(universe));
    const guess = meant === undefined ? "" : `; did you mean ${meant}?`;
    return unmet(`treefile wants ${name}: no package of this name in ${place}${guess}`);
  });
}

/** The wanted packages whose name no index has and no package provides. */
export function unknownNames(wanted: readonly WantedPackage[], universe: PackageUniverse): string[] {
  return wanted.map(({ name }) => name).filter((name) => universe.solutionsOf({ name }).length === 0);
}

function* namesOf(universe: PackageUniverse): Generator<string> {
  for (const part of universe.parts) yield* part.index.names();
}
