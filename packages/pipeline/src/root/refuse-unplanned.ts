import { DebootcError } from "@debootc/core/error/debootc-error";
import type { LockedPackage } from "@debootc/core/lock/lock";
import type { RootPlan } from "@debootc/core/plan/root-plan";
import { digestOfBytes } from "@debootc/core/record/digest";

interface Inputs {
  readonly plan: RootPlan;
  readonly packages: readonly LockedPackage[];
  readonly bootLoader: readonly LockedPackage[];
  readonly files: readonly string[];
  readonly varRules: string;
}

/** Throws `internal-fault` for inputs of a root that its plan does not name: what is planned is what is built. */
export function refuseUnplanned({ plan, packages, bootLoader, files, varRules }: Inputs): void {
  const unplanned = [
    ...(isSame(packages, plan.packages) ? [] : ["packages"]),
    ...(isSame(bootLoader, plan.disk?.bootLoader ?? []) ? [] : ["packages of the boot loader"]),
    ...(files.length === plan.addFiles.length ? [] : ["files of the treefile"]),
    ...(digestOfBytes(new TextEncoder().encode(varRules)) === plan.varRules ? [] : ["rules for /var"]),
  ];
  if (unplanned.length === 0) return;
  throw new DebootcError(
    "internal-fault",
    `the plan of the root names other ${unplanned.join(" and other ")}`,
  );
}

function isSame(packages: readonly LockedPackage[], digests: readonly string[]): boolean {
  return (
    packages.length === digests.length && packages.every(({ sha256 }, index) => sha256 === digests[index])
  );
}
