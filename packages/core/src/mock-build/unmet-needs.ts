import { parseRelations } from "../deb822/relations.ts";
import { fieldOf } from "../deb822/stanzas.ts";
import { type PackageUniverse, provides } from "../lock/package-universe.ts";
import {
  type BuildRelation,
  type BuildRelationGroup,
  formatBuildRelation,
  reduceRelations,
  type RelationScope,
} from "../source-package/build-relations.ts";
import { relationFields } from "../source-package/relation-fields.ts";
import type { SourcePackage } from "../source-package/source-package.ts";
import { closestWord } from "../text/closest-word.ts";

type Relations = SourcePackage["relations"];

/** Says why one build relation of a source package cannot be met. */
export interface UnmetNeed {
  /** The package that the relation names first. */
  readonly name: string;
  readonly field: string;
  /** As it is written, without what does not apply. */
  readonly relation: string;
  readonly why: string;
}

interface Surroundings {
  readonly scope: RelationScope;
  readonly universe: PackageUniverse;
  readonly suite: string;
}

/**
 * Finds the build dependencies that nothing in the indexes meets; if there is none, those whose first alternative nothing
 * meets. Empty if the fault lies deeper, in what packages need from each other.
 */
export function unmetNeeds(relations: Relations, surroundings: Surroundings): UnmetNeed[] {
  const { scope, universe } = surroundings;
  const groups = groupsOf(relations, ["buildDepends", "buildDependsArch", "buildDependsIndep"], scope);
  const isMet = (relation: BuildRelation) => universe.solutionsOf(relation).length > 0;
  const unmet = groups.filter(({ group }) => !group.some(isMet));
  const behind = groups.filter(({ group: [first] }) => first !== undefined && !isMet(first));
  return (unmet.length > 0 ? unmet : behind).map(({ field, group }) => ({
    name: group[0]?.name ?? "",
    field,
    relation: group.map(formatBuildRelation).join(" | "),
    why: [...new Set(group.map((relation) => reasonFor(relation, surroundings)))].join("; "),
  }));
}

function reasonFor(relation: BuildRelation, { universe, suite }: Surroundings): string {
  const { name } = relation;
  const versions = universe.versionsOf(name);
  const newest = versions[0];
  if (newest !== undefined) return `${newest.part.suite} has ${name} ${newest.version}`;
  const providers = universe.solutionsOf({ name }).filter((one) => provides(one, { name }));
  if (providers.length > 0)
    return `${suite} has ${name} only without a version, provided by ${providers[0]?.name}`;
  const near = closestWord(name, namesIn(universe));
  return `${suite} has no package ${name}${near === undefined ? "" : `; did you mean ${near}?`}`;
}

function* namesIn({ parts }: PackageUniverse): Iterable<string> {
  for (const { index } of parts) yield* index.names();
}

/** Every build needs it, whatever the source package says. */
const everyBuild = "build-essential";

/** Finds the build conflicts with what no build can do without: essential packages, build-essential, and what these need. */
export function vitalConflicts(
  relations: Relations,
  { scope, universe }: Pick<Surroundings, "scope" | "universe">,
): UnmetNeed[] {
  const groups = groupsOf(relations, ["buildConflicts", "buildConflictsArch", "buildConflictsIndep"], scope);
  if (groups.length === 0) return [];
  const vital = vitalPackages(universe);
  return groups.flatMap(({ field, group }) => {
    const hit = group.flatMap((one) => universe.solutionsOf(one)).find(({ name }) => vital.has(name));
    if (hit === undefined) return [];
    const owner = vital.get(hit.name) ?? everyBuild;
    const needed = hit.name === owner ? "needs it" : `needs it for ${owner}`;
    return [
      {
        name: group[0]?.name ?? "",
        field,
        relation: group.map(formatBuildRelation).join(" | "),
        why: `the package conflicts with it, but every build ${needed}`,
      },
    ];
  });
}

/** Maps each package that every build has to the one that needs it. */
function vitalPackages(universe: PackageUniverse): ReadonlyMap<string, string> {
  const roots = [everyBuild, ...universe.parts.flatMap(({ index }) => index.essential())];
  const found = new Map(roots.map((name) => [name, name]));
  for (const [name, owner] of found) {
    const stanza = universe.candidateOf(name)?.stanza ?? "";
    const needs = ["Pre-Depends", "Depends"].flatMap((key) => parseRelations(fieldOf(stanza, key) ?? ""));
    for (const group of needs) {
      const met = group.flatMap((one) => universe.solutionsOf(one))[0];
      if (met !== undefined && !found.has(met.name)) found.set(met.name, owner);
    }
  }
  return found;
}

function groupsOf(
  relations: Relations,
  keys: readonly (keyof typeof relationFields)[],
  scope: RelationScope,
): { readonly field: string; readonly group: BuildRelationGroup }[] {
  return keys.flatMap((key) => {
    const field = relationFields[key];
    return reduceRelations(relations[key] ?? "", scope, field).map((group) => ({ field, group }));
  });
}
