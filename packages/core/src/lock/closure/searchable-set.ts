import { parseRelations, relationAccepts, type Relation } from "../../deb822/relations.ts";
import { fieldOf } from "../../deb822/stanzas.ts";
import { provides } from "../package-universe.ts";
import type { ClosureMember } from "./closure-member.ts";

/** Finds packages of a set by what they are called and by what they provide. */
export interface SearchableSet {
  readonly named: (name: string) => readonly ClosureMember[];
  /** Returns the members that provide a name, whatever the version. */
  readonly providing: (name: string) => readonly ClosureMember[];
}

/** Makes a set of packages searchable. */
export function searchableSet(members: readonly ClosureMember[]): SearchableSet {
  const named = Map.groupBy(members, ({ name }) => name);
  const providers = new Map<string, ClosureMember[]>();
  for (const member of members) {
    for (const { name } of parseRelations(fieldOf(member.stanza, "Provides") ?? "").flat()) {
      const known = providers.get(name) ?? [];
      if (!known.includes(member)) providers.set(name, [...known, member]);
    }
  }
  return { named: (name) => named.get(name) ?? [], providing: (name) => providers.get(name) ?? [] };
}

/** Returns the packages of a set that satisfy a relation: those of the name first. */
export function answersTo(relation: Relation, set: SearchableSet): ClosureMember[] {
  return [
    ...set.named(relation.name).filter(({ version }) => relationAccepts(relation, version)),
    ...set
      .providing(relation.name)
      .filter((other) => other.name !== relation.name && provides(other, relation)),
  ];
}
