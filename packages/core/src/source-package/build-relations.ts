import { DebootcError } from "../error/debootc-error.ts";
import { quoted } from "../text/quoted.ts";
import { isVersionOperator, type VersionOperator } from "../version/compare-versions.ts";
import { architectureMatches } from "./architecture-wildcard.ts";

/** A name that must apply, or with `negated` one that must not. */
interface Restriction {
  readonly name: string;
  readonly negated: boolean;
}

/** Describes one alternative of a build relation (Policy 7.1, deb-src-control(5)): `name:any (>= 1) [linux-any] <!nocheck>`. */
export interface BuildRelation {
  readonly name: string;
  /** `any`, `native` or an architecture. */
  readonly qualifier?: string;
  readonly operator?: VersionOperator;
  readonly version?: string;
  /** Architectures or wildcards, all negated or none; absent if the relation applies everywhere. */
  readonly architectures?: readonly Restriction[];
  /** Restriction formula: one of the groups must hold, and in it every profile. */
  readonly profiles?: readonly (readonly Restriction[])[];
}

/** Lists alternatives, one of which is enough, in order of preference. */
export type BuildRelationGroup = readonly BuildRelation[];

const form =
  /^(?<name>[a-z0-9][a-z0-9+.-]*)(?::(?<qualifier>[a-z0-9-]+))?\s*(?:\(\s*(?<operator><<|<=|>=|>>|=|<|>)\s*(?<version>[A-Za-z0-9.+~:-]+)\s*\))?\s*(?:\[(?<architectures>[^[\]]*)\])?\s*(?<profiles>(?:<[^<>]*>\s*)*)$/;

/**
 * Parses a relation field of a source package. It refuses what it cannot read: without that, the build would be another
 * one. `origin` names the field in messages. Throws `source-invalid`.
 */
export function parseBuildRelations(field: string, origin: string): BuildRelationGroup[] {
  return splitRelations(field).map((group) =>
    group.map((text) => {
      const relation = readRelation(text);
      if (typeof relation === "string") throw refusal(text, origin, relation);
      return relation;
    }),
  );
}

/** Splits a field into groups, and each group into alternatives. */
function splitRelations(field: string): string[][] {
  return field
    .replaceAll(/^#.*$/gm, "")
    .split(",")
    .map((group) => group.trim())
    .filter((group) => group !== "")
    .map((group) => group.split("|").map((alternative) => alternative.trim()));
}

/** Returns one alternative, or the reason why it cannot be read. */
function readRelation(text: string): BuildRelation | string {
  const {
    name,
    qualifier,
    operator,
    version,
    architectures,
    profiles = "",
  } = form.exec(text.replaceAll(/\s+/g, " "))?.groups ?? {}; // A run of white space would make the expression backtrack.
  if (name === undefined) return "it does not have the form of a relation";
  const formula = [...profiles.matchAll(/<([^<>]*)>/g)].map(([, terms = ""]) => restrictionsOf(terms));
  if (formula.some((terms) => terms.length === 0)) return "a restriction formula is empty";
  const places = architectures === undefined ? undefined : restrictionsOf(architectures);
  if (places?.length === 0) return "the list of architectures is empty";
  if (places?.some(({ negated }) => negated !== places[0]?.negated))
    return "some architectures have a ! and some do not";
  if ([...(places ?? []), ...formula.flat()].some((one) => !/^[a-z0-9][a-z0-9.-]*$/i.test(one.name)))
    return "the name of an architecture or a profile is invalid";
  return {
    name,
    ...(qualifier === undefined ? {} : { qualifier }),
    ...(operator !== undefined && version !== undefined && isVersionOperator(operator)
      ? { operator, version }
      : {}),
    ...(places === undefined ? {} : { architectures: places }),
    ...(formula.length === 0 ? {} : { profiles: formula }),
  };
}

function restrictionsOf(text: string): Restriction[] {
  return text
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => ({ name: word.replace(/^!/, ""), negated: word.startsWith("!") }));
}

function refusal(text: string, origin: string, why: string): DebootcError {
  return new DebootcError("source-invalid", `${origin}: ${quoted(text)} cannot be read: ${why}`, {
    hint: "Write a relation as: name:any (>= 1.0) [linux-any !armel] <!nocheck> | other-name",
  });
}

/** Describes the build for which restrictions are decided. */
export interface RelationScope {
  /** The host architecture, for which packages are built. */
  readonly architecture: string;
  /** Active build profiles. */
  readonly profiles: readonly string[];
}

/**
 * Returns the relations that apply to one architecture and a set of build profiles, without either of these in them. An
 * alternative that does not apply is dropped, and so is a group without alternatives. Throws `source-invalid`.
 */
export function reduceRelations(
  field: string,
  scope: RelationScope,
  origin = "Build-Depends",
): BuildRelationGroup[] {
  return reduced(parseBuildRelations(field, origin), scope);
}

/** Does the same as `reduceRelations`, but skips what it cannot read, such as variables that only a build fills in. */
export function readableRelations(field: string, scope: RelationScope): BuildRelationGroup[] {
  const groups = splitRelations(field).map((group) =>
    group.map(readRelation).filter((relation) => typeof relation !== "string"),
  );
  return reduced(groups, scope);
}

function reduced(groups: readonly BuildRelationGroup[], scope: RelationScope): BuildRelationGroup[] {
  return groups
    .map((group) => group.filter((relation) => holds(relation, scope)).map(withoutRestrictions))
    .filter((group) => group.length > 0);
}

/** Returns whether a relation applies, by its restrictions. */
export function holds({ architectures, profiles }: BuildRelation, scope: RelationScope): boolean {
  return (
    holdsOnArchitecture(architectures, scope.architecture) && holdsWithProfiles(profiles, scope.profiles)
  );
}

function holdsOnArchitecture(places: readonly Restriction[] | undefined, architecture: string): boolean {
  if (places === undefined) return true;
  const isNamed = places.some(({ name }) => architectureMatches(architecture, name));
  return places[0]?.negated === true ? !isNamed : isNamed;
}

function holdsWithProfiles(formula: BuildRelation["profiles"], active: readonly string[]): boolean {
  return (
    formula?.some((terms) => terms.every(({ name, negated }) => active.includes(name) !== negated)) ?? true
  );
}

function withoutRestrictions({
  architectures: _architectures,
  profiles: _profiles,
  ...rest
}: BuildRelation): BuildRelation {
  return rest;
}

/** Formats a relation as it is written in a field. */
export function formatBuildRelation(relation: BuildRelation): string {
  const { name, qualifier, operator, version, architectures, profiles = [] } = relation;
  const words = (list: readonly Restriction[]) =>
    list.map((one) => `${one.negated ? "!" : ""}${one.name}`).join(" ");
  return [
    `${name}${qualifier === undefined ? "" : `:${qualifier}`}`,
    ...(operator === undefined ? [] : [`(${operator} ${version})`]),
    ...(architectures === undefined ? [] : [`[${words(architectures)}]`]),
    ...profiles.map((terms) => `<${words(terms)}>`),
  ].join(" ");
}
