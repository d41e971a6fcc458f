import { parseRelations } from "../../deb822/relations.ts";
import { closureFaults } from "../closure/closure-faults.ts";
import type { ClosureMember } from "../closure/closure-member.ts";
import type { PackageUniverse } from "../package-universe.ts";
import type { SecurityChoice } from "./security-choice.ts";

/**
 * Returns the names of locked packages that stand in the way of security updates: those whose locked version does not go
 * with an update, with what that newly needs, or with what was let go already. `released` are taken as apt prefers them.
 */
export function blockersOf(
  choices: readonly SecurityChoice[],
  released: ReadonlySet<string>,
  universe: PackageUniverse,
): string[] {
  const members = choices.flatMap(({ locked: { name }, version }): ClosureMember[] => {
    const offer = released.has(name)
      ? universe.candidateOf(name)
      : universe.versionsOf(name).find((one) => one.version === version);
    return offer === undefined ? [] : [offer];
  });
  const held = new Set(
    choices
      .filter(({ locked: { name }, isUpdate }) => !isUpdate && !released.has(name))
      .map(({ locked: { name } }) => name),
  );
  const blockers = faultsOf(withNewNeeds(members, universe)).flatMap(({ name, others }) => {
    const ends = [name, ...others];
    // Between two packages of the lock nothing is new.
    return ends.every((end) => held.has(end)) ? [] : ends.filter((end) => held.has(end));
  });
  return [...new Set(blockers)].sort();
}

/** Adds what apt would install for relations that no member meets, so that its own relations count as well. */
function withNewNeeds(members: readonly ClosureMember[], universe: PackageUniverse): ClosureMember[] {
  const set = new Map(members.map((member) => [member.name, member]));
  for (;;) {
    const before = set.size;
    for (const { field, relation } of faultsOf([...set.values()])) {
      if (field === "Conflicts" || field === "Breaks") continue;
      const [solution] = parseRelations(relation)
        .flat()
        .flatMap((one) => universe.solutionsOf(one));
      if (solution !== undefined && !set.has(solution.name)) set.set(solution.name, solution);
    }
    if (set.size === before) return [...set.values()];
  }
}

function faultsOf(members: readonly ClosureMember[]) {
  return closureFaults(members, { recommends: false });
}
