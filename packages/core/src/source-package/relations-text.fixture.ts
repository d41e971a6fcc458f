import { type BuildRelationGroup, formatBuildRelation } from "./build-relations.ts";

/** Formats relations as they are written in a field. */
export function formatBuildRelations(groups: readonly BuildRelationGroup[]): string {
  return groups.map((group) => group.map(formatBuildRelation).join(" | ")).join(", ");
}
