import { formatRelation, parseRelations, type Relation, relationAccepts } from "../deb822/relations.ts";
import { fieldOf } from "../deb822/stanzas.ts";
import { type Chain, dependenciesOf, type DependencyWalk } from "./dependency-walk.ts";
import { type PackageVersion, provides } from "./package-universe.ts";

interface Root {
  readonly candidate: PackageVersion;
  /** The start of the chain: `treefile wants nginx`. */
  readonly link: string;
}

/**
 * Finds pairs of packages that the roots need without any choice and that exclude each other. Each chain leads from
 * the root of one to the conflict, and then from the root of the other.
 */
export function findConflicts(roots: readonly Root[], walk: DependencyWalk): Chain[] {
  const forced = forcedBy(roots, walk);
  const chains = new Map<string, Chain>();
  for (const { candidate, chain } of forced.values()) {
    for (const { verb, relation } of refusalsOf(candidate)) {
      const other = [...forced.values()].find(
        (one) => one.candidate.name !== candidate.name && answers(one.candidate, relation),
      );
      if (other === undefined) continue;
      const pair = [candidate.name, other.candidate.name].sort().join(" ");
      if (chains.has(pair)) continue;
      chains.set(pair, [...chain, `${verb} ${formatRelation(relation)}`, `but ${other.chain.join(" -> ")}`]);
    }
  }
  return [...chains.values()];
}

interface Forced {
  readonly candidate: PackageVersion;
  readonly chain: Chain;
}

/** Returns everything that must be installed because there is no alternative, with the shortest way there. */
function forcedBy(roots: readonly Root[], walk: DependencyWalk): Map<string, Forced> {
  const forced = new Map<string, Forced>();
  let ring: Forced[] = roots.map(({ candidate, link }) => ({ candidate, chain: [link] }));
  while (ring.length > 0) {
    const next: Forced[] = [];
    for (const one of ring) {
      if (forced.has(one.candidate.name)) continue;
      forced.set(one.candidate.name, one);
      for (const group of dependenciesOf(one.candidate)) {
        const names = new Map(walk.installable(group).map((solution) => [solution.name, solution]));
        const [only] = names.values();
        if (only === undefined || names.size > 1) continue;
        const relation = group.find(({ name }) => name === only.name);
        next.push({
          candidate: only,
          chain: [...one.chain, `depends ${relation ? formatRelation(relation) : only.name}`],
        });
      }
    }
    ring = next;
  }
  return forced;
}

function refusalsOf({ stanza }: PackageVersion): { verb: string; relation: Relation }[] {
  return [
    { field: "Conflicts", verb: "conflicts with" },
    { field: "Breaks", verb: "breaks" },
  ].flatMap(({ field, verb }) =>
    parseRelations(fieldOf(stanza, field) ?? "")
      .flat()
      .map((relation) => ({ verb, relation })),
  );
}

function answers(candidate: PackageVersion, relation: Relation): boolean {
  return candidate.name === relation.name
    ? relationAccepts(relation, candidate.version)
    : provides(candidate, relation);
}
