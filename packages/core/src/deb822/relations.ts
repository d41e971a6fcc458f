import { isVersionOperator, type VersionOperator, versionSatisfies } from "../version/compare-versions.ts";

/** Describes one alternative of a relation field, such as `libc6 (>= 2.38)`. */
export interface Relation {
  readonly name: string;
  readonly operator?: VersionOperator;
  readonly version?: string;
}

/** Lists alternatives in order of preference, any one of which suffices. */
export type RelationGroup = readonly Relation[];

/**
 * Reads a relation field of a binary package (deb-control(5)), such as Depends, Conflicts or Provides. Text that is
 * not a relation is left out, as apt does; architecture qualifiers (`:any`) are dropped.
 */
export function parseRelations(field: string): RelationGroup[] {
  return field
    .split(",")
    .map((group) => group.split("|").flatMap((alternative) => parseRelation(alternative) ?? []))
    .filter((group) => group.length > 0);
}

export function formatRelation({ name, operator, version }: Relation): string {
  return operator === undefined ? name : `${name} (${operator} ${version})`;
}

/** Checks whether a package of this version satisfies a relation to its own name. */
export function relationAccepts({ operator, version: bound }: Relation, version: string): boolean {
  return operator === undefined || bound === undefined || versionSatisfies(version, operator, bound);
}

/**
 * Checks whether a package that provides the name of a relation, maybe in a version, satisfies it: a name that is provided
 * without one satisfies no bound (Debian policy 7.5).
 */
export function provideAccepts(relation: Relation, { version }: Pick<Relation, "version">): boolean {
  return version === undefined ? relation.operator === undefined : relationAccepts(relation, version);
}

const form =
  /^\s*(?<name>[^\s(:[<]+)(?::[\w-]+)?\s*(?:\(\s*(?<operator><<|<=|>=|>>|=|<|>)\s*(?<version>[^\s)]+)\s*\))?/;

function parseRelation(text: string): Relation | undefined {
  const { name, operator, version } = form.exec(text)?.groups ?? {};
  if (name === undefined) return undefined;
  if (operator === undefined || version === undefined || !isVersionOperator(operator)) return { name };
  return { name, operator, version };
}
