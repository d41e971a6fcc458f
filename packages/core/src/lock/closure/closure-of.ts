import { fieldOf } from "../../deb822/stanzas.ts";
import { parseRelations, type RelationGroup } from "../../deb822/relations.ts";
import type { ClosureMember } from "./closure-member.ts";
import { answersTo, searchableSet } from "./searchable-set.ts";

/**
 * Returns the names of those packages of a set that the named ones bring along: what is essential, and from there on the
 * first alternative of each relation that is in the set. Names and relations that nothing in the set meets bring none.
 */
export function closureOf(
  members: readonly ClosureMember[],
  names: readonly string[],
  { recommends }: { readonly recommends: boolean },
): ReadonlySet<string> {
  const set = searchableSet(members);
  const firstAnswer = (group: RelationGroup) =>
    group.flatMap((relation) => answersTo(relation, set).slice(0, 1)).slice(0, 1);
  const fields = ["Pre-Depends", "Depends", ...(recommends ? ["Recommends"] : [])];
  const reached = new Set<string>();
  const waiting = [
    ...members.filter(({ stanza }) => fieldOf(stanza, "Essential") === "yes"),
    ...names.flatMap((name) => firstAnswer([{ name }])),
  ];
  for (let member = waiting.pop(); member !== undefined; member = waiting.pop()) {
    if (reached.has(member.name)) continue;
    reached.add(member.name);
    const { stanza } = member;
    const groups = fields.flatMap((field): RelationGroup[] => parseRelations(fieldOf(stanza, field) ?? ""));
    waiting.push(...groups.flatMap((group) => firstAnswer(group)));
  }
  return reached;
}
