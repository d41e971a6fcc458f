import { DebootcError } from "@debootc/core/error/debootc-error";
import type { LockedPackage } from "@debootc/core/lock/lock";
import type { RootPlan } from "@debootc/core/plan/root-plan";
import { digestOfBytes } from "@debootc/core/record/digest";
import { arePlanned } from "./install/refuse-unplanned-packages.ts";

interface Inputs {
  readonly plan: RootPlan;
  readonly bootLoader: readonly LockedPackage[];
  readonly files: readonly string[];
  readonly varRules: string;
}

/** Throws `internal-fault` for inputs of a root that its plan does not name: what is planned is what is built. */
export function refuseUnplanned({ plan, bootLoader, files, varRules }: Inputs): void {
  const unplanned = [
    ...(arePlanned(bootLoader, plan.disk?.bootLoader ?? []) ? [] : ["packages of the boot loader"]),
    ...(files.length === plan.addFiles.length ? [] : ["files of the treefile"]),
    ...(digestOfBytes(new TextEncoder().encode(varRules)) === plan.varRules ? [] : ["rules for /var"]),
  ];
  if (unplanned.length === 0) return;
  throw new DebootcError(
    "internal-fault",
    `the plan of the root names other ${unplanned.join(" and other ")}`,
  );
}
