import { type BuildRelationGroup, reduceRelations, type RelationScope } from "./build-relations.ts";
import { relationFields } from "./relation-fields.ts";
import type { SourcePackage } from "./source-package.ts";

/** Names what to build of a source package: packages for one architecture, packages for all, or the source package. */
export type BuildType = "any" | "all" | "source";

export interface BuildScope extends RelationScope {
  readonly types: readonly BuildType[];
}

/** Fields that apply to a build of these types (Policy 7.7); the plain ones always do. */
function relationKeys(
  types: readonly BuildType[],
  kind: "Depends" | "Conflicts",
): readonly (keyof SourcePackage["relations"])[] {
  return [
    `build${kind}`,
    ...(types.includes("any") ? ([`build${kind}Arch`] as const) : []),
    ...(types.includes("all") ? ([`build${kind}Indep`] as const) : []),
  ];
}

/** Returns the relations that apply to a build of these types, as they are written. */
export function relationsFor(
  { relations }: Pick<SourcePackage, "relations">,
  types: readonly BuildType[],
): SourcePackage["relations"] {
  const keys = [...relationKeys(types, "Depends"), ...relationKeys(types, "Conflicts")];
  return Object.fromEntries(
    keys.flatMap((key) => (relations[key] === undefined ? [] : [[key, relations[key]]])),
  );
}

/** Returns all that a build needs installed. Throws `source-invalid` for a field that cannot be read. */
export function buildNeeds(
  { name, relations }: Pick<SourcePackage, "name" | "relations">,
  scope: BuildScope,
): BuildRelationGroup[] {
  return relationKeys(scope.types, "Depends").flatMap((key) => {
    const field = relations[key];
    return field === undefined ? [] : reduceRelations(field, scope, `${name}: ${relationFields[key]}`);
  });
}
