import { formatRelation, parseRelations, type Relation, type RelationGroup } from "../deb822/relations.ts";
import { fieldOf } from "../deb822/stanzas.ts";
import type { PackageUniverse, PackageVersion } from "./package-universe.ts";

/** Lists the links from a package to one that is unavailable: `depends libfoo (>= 2)`, `not available in trixie`. */
export type Chain = readonly string[];

/** Explains why packages cannot be installed by what is available; conflicts are handled elsewhere. */
export interface DependencyWalk {
  readonly whyNot: (candidate: PackageVersion) => Chain | undefined;
  /** Returns the installable packages that would satisfy a group of alternatives. */
  readonly installable: (group: RelationGroup) => readonly PackageVersion[];
}

interface Surroundings {
  readonly universe: PackageUniverse;
  readonly excluded: ReadonlySet<string>;
  /** Where the search took place, for messages: `trixie for amd64`. */
  readonly place: string;
}

export function dependencyWalk(surroundings: Surroundings): DependencyWalk {
  const { universe, excluded } = surroundings;
  const known = new Map<string, Chain | undefined>();

  const whyNot = (candidate: PackageVersion): Chain | undefined => {
    const id = `${candidate.name}=${candidate.version}`;
    if (known.has(id)) return known.get(id);
    if (excluded.has(candidate.name)) return ["excluded by exclude-packages"];
    // A circular dependency of a package on itself does not prevent its installation.
    known.set(id, undefined);
    const chain = firstOf(dependenciesOf(candidate), whyNotGroup);
    known.set(id, chain);
    return chain;
  };
  const whyNotGroup = (group: RelationGroup): Chain | undefined => {
    const solutions = group.flatMap((relation) => universe.solutionsOf(relation));
    if (solutions.some((solution) => whyNot(solution) === undefined)) return undefined;
    const link = `depends ${group.map(formatRelation).join(" | ")}`;
    const [solution] = solutions;
    if (solution === undefined)
      return [link, group.map((relation) => unavailable(relation, surroundings)).join(", ")];
    const name = group.some((relation) => relation.name === solution.name)
      ? []
      : [`provided by ${solution.name}`];
    return [link, ...name, ...(whyNot(solution) ?? [])];
  };

  return {
    whyNot,
    installable: (group) =>
      group
        .flatMap((relation) => universe.solutionsOf(relation))
        .filter((solution) => whyNot(solution) === undefined),
  };
}

export function dependenciesOf({ stanza }: PackageVersion): RelationGroup[] {
  return ["Pre-Depends", "Depends"].flatMap((field) => parseRelations(fieldOf(stanza, field) ?? ""));
}

function unavailable(relation: Relation, { universe, excluded, place }: Surroundings): string {
  if (excluded.has(relation.name)) return "excluded by exclude-packages";
  const candidate = universe.candidateOf(relation.name);
  if (candidate) return `${candidate.part.suite} has ${relation.name} ${candidate.version}`;
  return `${relation.name} is not available in ${place}`;
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
