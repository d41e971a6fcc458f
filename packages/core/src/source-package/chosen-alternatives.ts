import { type BuildRelationGroup, formatBuildRelation, reduceRelations } from "./build-relations.ts";
import type { RelationScope } from "./build-relations.ts";
import { relationFields } from "./relation-fields.ts";
import type { SourcePackage } from "./source-package.ts";

/** Names which alternatives of build dependencies a build may use. */
export const alternativeRules = ["first", "all"] as const;
export type AlternativeRule = (typeof alternativeRules)[number];

interface ChosenAlternatives {
  readonly relations: SourcePackage["relations"];
  /** Alternatives that do not count, although they apply, as they are written. */
  readonly dropped: readonly string[];
}

const positive = ["buildDepends", "buildDependsArch", "buildDependsIndep"] as const;

/**
 * Returns relations by which the same packages are installed whatever a chroot happens to have. Of the alternatives that
 * apply to the architecture and the profiles, `first` keeps the first, as sbuild does: with it those that follow and have its
 * name, because `foo (>= 2) | foo (<< 1)` is one wish. Throws `source-invalid` for a field that cannot be read.
 */
export function chosenAlternatives(
  { name, relations }: Pick<SourcePackage, "name" | "relations">,
  scope: RelationScope,
  rule: AlternativeRule,
): ChosenAlternatives {
  if (rule === "all") return { relations, dropped: [] };
  const dropped: string[] = [];
  const chosen = positive.flatMap((key) => {
    const field = relations[key];
    if (field === undefined) return [];
    const groups = reduceRelations(field, scope, `${name}: ${relationFields[key]}`);
    dropped.push(...groups.flatMap((group) => group.slice(firstOf(group).length).map(formatBuildRelation)));
    return [[key, groups.map((group) => firstOf(group).map(formatBuildRelation).join(" | ")).join(", ")]];
  });
  return { relations: { ...relations, ...Object.fromEntries(chosen) }, dropped };
}

function firstOf(group: BuildRelationGroup): BuildRelationGroup {
  const other = group.findIndex(({ name }) => name !== group[0]?.name);
  return other === -1 ? group : group.slice(0, other);
}
