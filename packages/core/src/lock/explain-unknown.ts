import { closestWord } from "../text/closest-word.ts";
import type { PackageUniverse } from "./package-universe.ts";
import type { UnmetWish, WantedPackage } from "./wanted-package.ts";

/**
 * Explains why packages cannot even be looked up: there is no such name, or several packages provide it and apt would
 * have to guess. Returns one sentence each, or nothing if all is well. `place` is where the search took place, such as
 * `trixie for amd64`.
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
        `treefile wants ${name}: only other packages provide it; choose one of: ${providers.join(", ")}`,
      );
    }
    const meant = closestWord(name, namesOf(universe));
    const guess = meant === undefined ? "" : `; did you mean ${meant}?`;
    return unmet(`treefile wants ${name}: there is no such package in ${place}${guess}`);
  });
}

/** Returns the wanted packages whose name is in no index and that no package provides. */
export function unknownNames(wanted: readonly WantedPackage[], universe: PackageUniverse): string[] {
  return wanted.map(({ name }) => name).filter((name) => universe.solutionsOf({ name }).length === 0);
}

function* namesOf(universe: PackageUniverse): Generator<string> {
  for (const part of universe.parts) yield* part.index.names();
}
