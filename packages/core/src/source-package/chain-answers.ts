import { compareVersions, versionSatisfies } from "../version/compare-versions.ts";
import type { BuildScope } from "./build-needs.ts";
import type { BuildRelation, BuildRelationGroup } from "./build-relations.ts";
import { builtBinaries } from "./built-binaries.ts";
import type { ChainSource } from "./chain-source.ts";
import { knownRelations } from "./known-relations.ts";

/** Describes a binary package that a source package of a chain builds. */
export interface ChainBinary {
  readonly source: ChainSource;
  readonly name: string;
  /** What it provides and depends on, as far as that is known before it is built. */
  readonly provides: readonly BuildRelation[];
  readonly depends: readonly BuildRelationGroup[];
}

/**
 * Returns which binary packages of a chain satisfy a relation: the one of that name, as apt prefers it, else all that
 * provide the name. Of two with the same name the later version counts, as it does for apt.
 */
export function chainAnswers(
  sources: readonly ChainSource[],
  scope: BuildScope,
): (relation: BuildRelation) => readonly ChainBinary[] {
  const binaries = sources
    .flatMap((source) => binariesOf(source, scope))
    .toSorted((a, b) => compareVersions(b.source.version, a.source.version) || compareNames(a, b));
  const called = Map.groupBy(binaries, ({ name }) => name);
  const providing = new Map<string, Set<ChainBinary>>();
  for (const binary of binaries) {
    for (const { name } of binary.provides)
      providing.set(name, (providing.get(name) ?? new Set()).add(binary));
  }
  return (relation) => {
    const own = called.get(relation.name)?.find(({ source }) => accepts(relation, source.version));
    if (own !== undefined) return [own];
    const providers = [...(providing.get(relation.name) ?? [])].filter((one) => isProvided(relation, one));
    if (providers.length > 0) return providers;
    // Its version is a compatibility level, not a version of the package.
    return relation.name === "debhelper-compat" ? (called.get("debhelper")?.slice(0, 1) ?? []) : [];
  };
}

function binariesOf(source: ChainSource, scope: BuildScope): ChainBinary[] {
  const described = new Map(source.control?.map((one) => [one.name, one]));
  return builtBinaries(source, scope).map((name) => {
    const { provides = "", depends = "" } = described.get(name) ?? {};
    return {
      source,
      name,
      provides: knownRelations(provides, source.version, scope).flat(),
      depends: knownRelations(depends, source.version, scope),
    };
  });
}

function compareNames(a: ChainBinary, b: ChainBinary): number {
  const [one, other] = [`${a.source.name} ${a.name}`, `${b.source.name} ${b.name}`];
  return one < other ? -1 : Number(one > other);
}

/** A package that is provided without a version satisfies no relation with one (Policy 7.5). */
function isProvided(relation: BuildRelation, { provides }: ChainBinary): boolean {
  return provides.some(
    ({ name, version }) =>
      name === relation.name &&
      (version === undefined ? relation.operator === undefined : accepts(relation, version)),
  );
}

function accepts({ operator, version: bound }: BuildRelation, version: string): boolean {
  return operator === undefined || bound === undefined || versionSatisfies(version, operator, bound);
}
