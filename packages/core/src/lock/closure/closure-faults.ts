import { formatRelation, parseRelations, type Relation } from "../../deb822/relations.ts";
import { fieldOf } from "../../deb822/stanzas.ts";
import type { ClosureMember } from "./closure-member.ts";
import { answersTo, type SearchableSet, searchableSet } from "./searchable-set.ts";

const needs = ["Pre-Depends", "Depends"] as const;
const refusals = ["Conflicts", "Breaks"] as const;

/** Describes a relation of a package that does not hold within its set. */
export interface ClosureFault {
  readonly name: string;
  readonly version: string;
  readonly field: (typeof needs)[number] | "Recommends" | (typeof refusals)[number];
  /** As written in the field: `libfoo (>= 2) | libbar`. */
  readonly relation: string;
  /** What in the set comes closest to meeting the relation, or what violates it. */
  readonly nearest: string;
  /** Names of the packages in the set that are too old or too new for it, or that violate it. */
  readonly others: readonly string[];
}

interface ClosureOptions {
  /** Whether recommended packages are wanted too. */
  readonly recommends: boolean;
}

/**
 * Returns each relation of a set of packages that does not hold within the set, in the order of the members: a package
 * that one needs is missing, or does not have a fitting version, or one excludes another.
 */
export function closureFaults(
  members: readonly ClosureMember[],
  { recommends }: ClosureOptions,
): ClosureFault[] {
  const set = searchableSet(members);
  const fields = recommends ? [...needs, "Recommends" as const] : needs;
  return members.flatMap((member) => [
    ...fields.flatMap((field) => unmetIn(member, field, set)),
    ...refusals.flatMap((field) => violatedIn(member, field, set)),
  ]);
}

function unmetIn(member: ClosureMember, field: ClosureFault["field"], set: SearchableSet): ClosureFault[] {
  return parseRelations(fieldOf(member.stanza, field) ?? "").flatMap((group) => {
    if (group.some((relation) => answersTo(relation, set).length > 0)) return [];
    return [
      {
        ...identityOf(member),
        field,
        relation: group.map(formatRelation).join(" | "),
        nearest: group.map((relation) => nearestTo(relation, set)).join("; "),
        others: group.flatMap(({ name }) => set.named(name).map((other) => other.name)),
      },
    ];
  });
}

function violatedIn(
  member: ClosureMember,
  field: (typeof refusals)[number],
  set: SearchableSet,
): ClosureFault[] {
  return parseRelations(fieldOf(member.stanza, field) ?? "")
    .flat()
    .flatMap((relation) => {
      // A package may exclude what it provides itself, to be the only one that does (Debian policy 7.6.2).
      const others = answersTo(relation, set).filter(({ name }) => name !== member.name);
      if (others.length === 0) return [];
      const nearest = others
        .map(({ name, version }) =>
          name === relation.name
            ? `${name} ${version} is in the set`
            : `${name} ${version} provides ${relation.name}`,
        )
        .join("; ");
      const identity = { ...identityOf(member), field, relation: formatRelation(relation) };
      return [{ ...identity, nearest, others: others.map(({ name }) => name) }];
    });
}

function nearestTo({ name }: Relation, set: SearchableSet): string {
  const named = set.named(name).map(({ version }) => `${name} is ${version}`);
  const providing = set.providing(name).map((provider) => {
    const versions = parseRelations(fieldOf(provider.stanza, "Provides") ?? "")
      .flat()
      .flatMap((provided) => (provided.name === name ? [provided.version ?? ""] : []));
    const [version = ""] = versions;
    return `${provider.name} provides ${name}${version === "" ? " without a version" : ` ${version}`}`;
  });
  const near = [...named, ...providing];
  return near.length === 0 ? `${name} is not in the set, and nothing provides it` : near.join("; ");
}

function identityOf({ name, version }: ClosureMember) {
  return { name, version };
}
