import { type ClosureCheck, checkClosure } from "@debootc/core/lock/closure/check-closure";
import { membersOfIndex } from "@debootc/core/lock/closure/members-of-index";
import type { LockedPackage } from "@debootc/core/lock/lock";
import { basePlanOf, type PlannedPackages } from "@debootc/core/plan/base-plan";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { NodeContext } from "../../engine/node.ts";
import { makePackagePool } from "../packages/package-pool.ts";

/** Holds what packages are installed from. */
export interface PackagesGround {
  /** Flat repository of the packages. */
  readonly pool: string;
  /** Returns what is installed before the rest of a plan, as `basePlanOf` does. */
  readonly baseOf: (planned: PlannedPackages) => PlannedPackages | undefined;
}

interface Ground {
  readonly packages: readonly LockedPackage[];
  readonly debsDirectory: string;
  /** Where the pool is made. */
  readonly directory: string;
  /** What becomes of relations between the packages that do not hold. */
  readonly closure: ClosureCheck;
}

/** Indexes locked packages in the store, and reads what they ask of each other. Throws as `checkClosure` does. */
export async function packagesGround(
  { packages, debsDirectory, directory: pool, closure }: Ground,
  { report, signal }: Pick<NodeContext, "report" | "signal">,
): Promise<PackagesGround> {
  report({ type: "progress", step: "indexing the locked packages" });
  await makePackagePool(packages, debsDirectory, pool, signal);
  const members = membersOfIndex(await readFile(join(pool, "Packages"), "utf8"));
  checkClosure(members, closure, report);
  return { pool, baseOf: (planned) => basePlanOf(planned, members, closure) };
}
