import { idsWithin } from "../ids/ids-within.ts";
import { closureOf } from "../lock/closure/closure-of.ts";
import type { ClosureMember } from "../lock/closure/closure-member.ts";
import type { LockedPackage } from "../lock/lock.ts";
import { debconfAnswerOf } from "../treefile/keys/packages/debconf.ts";
import type { PackagesPlan } from "./packages-plan.ts";

/** Holds a plan of installed packages with the packages that it names. */
export interface PlannedPackages {
  readonly plan: PackagesPlan;
  /** Those of the plan, in its order. */
  readonly packages: readonly LockedPackage[];
}

/**
 * Returns what is installed first, to be shared with other treefiles that include the same: the packages of the outermost
 * base of a plan with what they need, and the answers to their questions. It follows from the treefile and its lock alone,
 * so that it makes no difference whether the base is in the cache. Returns nothing for a treefile without a base.
 */
export function basePlanOf(
  { plan, packages }: PlannedPackages,
  members: readonly ClosureMember[],
  options: { readonly recommends: boolean },
): PlannedPackages | undefined {
  const names = plan.bases.at(-1);
  if (names === undefined) return undefined;
  const bases = plan.bases.slice(0, -1);
  const closure = closureOf(members, names, options);
  const kept = packages.filter(({ name }) => closure.has(name));
  // A treefile that asks for nothing new is no step of its own.
  if (kept.length === packages.length)
    return basePlanOf({ plan: { ...plan, bases }, packages }, members, options);
  if (kept.length === 0) return undefined;
  return {
    plan: {
      ...plan,
      bases,
      packages: kept.map(({ sha256 }) => sha256),
      ids: idsWithin(plan.ids, closure),
      debconf: plan.debconf.filter((line) => closure.has(debconfAnswerOf(line).package)),
    },
    packages: kept,
  };
}
