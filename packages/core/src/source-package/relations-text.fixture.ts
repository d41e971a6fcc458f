import { type BuildRelationGroup, formatBuildRelation } from "./build-relations.ts";

/** Relations as a field has them. */
export function formatBuildRelations(groups: readonly BuildRelationGroup[]): string {
  return groups.map((group) => group.map(formatBuildRelation).join(" | ")).join(", ");
}
