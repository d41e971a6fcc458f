import { DebootcError } from "../error/debootc-error.ts";
import { quoted } from "../text/quoted.ts";
import { isVersionOperator, type VersionOperator } from "../version/compare-versions.ts";
import { architectureMatches } from "./architecture-wildcard.ts";

/** A name that is wanted, or with `negated` one that is not. */
interface Restriction {
  readonly name: string;
  readonly negated: boolean;
}

/** One alternative of a build relation (Policy 7.1, deb-src-control(5)): `name:any (>= 1) [linux-any] <!nocheck>`. */
export interface BuildRelation {
  readonly name: string;
  /** `any`, `native` or an architecture. */
  readonly qualifier?: string;
  readonly operator?: VersionOperator;
  readonly version?: string;
  /** Architectures or wildcards, all negated or none; absent where the relation holds everywhere. */
  readonly architectures?: readonly Restriction[];
  /** Restriction formula: groups of which one must hold, each with profiles that must all hold. */
  readonly profiles?: readonly (readonly Restriction[])[];
}

/** Alternatives of which one is enough, in the order of preference. */
export type BuildRelationGroup = readonly BuildRelation[];

const form =
  /^(?<name>[a-z0-9][a-z0-9+.-]*)(?::(?<qualifier>[a-z0-9-]+))?\s*(?:\(\s*(?<operator><<|<=|>=|>>|=|<|>)\s*(?<version>[A-Za-z0-9.+~:-]+)\s*\))?\s*(?:\[(?<architectures>[^[\]]*)\])?\s*(?<profiles>(?:<[^<>]*>\s*)*)$/;

/**
 * Reads a relation field of a source package. What cannot be read is refused: left out, it would build something else.
 * `origin` names the field for messages. Throws `source-invalid`.
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

/** The texts of a field: groups, and the alternatives of each. */
function splitRelations(field: string): string[][] {
  return field
    .replaceAll(/^#.*$/gm, "")
    .split(",")
    .map((group) => group.trim())
    .filter((group) => group !== "")
    .map((group) => group.split("|").map((alternative) => alternative.trim()));
}

/** One alternative, or why it cannot be read. */
function readRelation(text: string): BuildRelation | string {
  const {
    name,
    qualifier,
    operator,
    version,
    architectures,
    profiles = "",
  } = form.exec(text.replaceAll(/\s+/g, " "))?.groups ?? {}; // Runs of white space would be tried in every way.
  if (name === undefined) return "it has not the form of a relation";
  const formula = [...profiles.matchAll(/<([^<>]*)>/g)].map(([, terms = ""]) => restrictionsOf(terms));
  if (formula.some((terms) => terms.length === 0)) return "a restriction formula is empty";
  const places = architectures === undefined ? undefined : restrictionsOf(architectures);
  if (places?.length === 0) return "the list of architectures is empty";
  if (places?.some(({ negated }) => negated !== places[0]?.negated))
    return "the list of architectures has some with ! and some without";
  if ([...(places ?? []), ...formula.flat()].some((one) => !/^[a-z0-9][a-z0-9.-]*$/i.test(one.name)))
    return "an architecture or a profile has a strange name";
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
    hint: "A relation is written as: name:any (>= 1.0) [linux-any !armel] <!nocheck> | other-name",
  });
}

/** For which build the restrictions are decided. */
export interface RelationScope {
  /** The host architecture: the one that is built for. */
  readonly architecture: string;
  /** Active build profiles. */
  readonly profiles: readonly string[];
}

/**
 * The relations that hold for one architecture and a set of build profiles, with neither of them left in it. An
 * alternative that does not hold falls away; a group without any asks for nothing. Throws `source-invalid`.
 */
export function reduceRelations(
  field: string,
  scope: RelationScope,
  origin = "Build-Depends",
): BuildRelationGroup[] {
  return reduced(parseBuildRelations(field, origin), scope);
}

/** Like `reduceRelations`, but leaves out what cannot be read, as variables that only a build fills in. */
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

/** Whether the restrictions of a relation let it count. */
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

/** A relation as a field has it. */
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
