import { closestWord } from "../treefile/closest-word.ts";
import type { PackageUniverse } from "./package-universe.ts";
import type { WantedPackage } from "./wanted-package.ts";

/**
 * Why packages cannot even be looked for: no such name, no such version, or a name that several packages provide
 * and apt would have to guess. One sentence each; empty when all is well.
 */
export function explainUnknown(
  wanted: readonly WantedPackage[],
  universe: PackageUniverse,
  place: string,
): string[] {
  return wanted.flatMap((one) => {
    const why = whyUnknown(one, universe, place);
    return why === undefined ? [] : [`treefile wants ${one.request}: ${why}`];
  });
}

/** The wanted packages whose name no index has and no package provides. */
export function unknownNames(wanted: readonly WantedPackage[], universe: PackageUniverse): string[] {
  return wanted
    .map(({ name }) => name)
    .filter(
      (name) => universe.candidateOf(name) === undefined && universe.solutionsOf({ name }).length === 0,
    );
}

function whyUnknown({ name, version, suite }: WantedPackage, universe: PackageUniverse, place: string) {
  const versions = universe.versionsOf(name);
  if (versions.length === 0) return whyNoName(name, universe, place);
  const fitting = versions.filter(
    (one) =>
      (version === undefined || one.version === version) && (suite === undefined || one.part.suite === suite),
  );
  if (fitting.length > 0) return undefined;
  return `${place} has ${versions.map((one) => `${one.version} (${one.part.suite})`).join(", ")}`;
}

function whyNoName(name: string, universe: PackageUniverse, place: string): string | undefined {
  const providers = universe.solutionsOf({ name }).map((one) => one.name);
  if (providers.length === 1) return undefined;
  if (providers.length > 1)
    return `it is only a name that other packages provide; choose one of: ${providers.join(", ")}`;
  const meant = closestWord(name, namesOf(universe));
  return `no package of this name in ${place}${meant === undefined ? "" : `; did you mean ${meant}?`}`;
}

function* namesOf(universe: PackageUniverse): Generator<string> {
  for (const part of universe.parts) yield* part.index.names();
}
