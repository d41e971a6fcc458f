import { DebootcError } from "@debootc/core/error/debootc-error";
import type { LockedPackage } from "@debootc/core/lock/lock";
import type { PackagesPlan } from "@debootc/core/plan/packages-plan";

/** Throws `internal-fault` for packages that the plan does not name: what is planned is what is installed. */
export function refuseUnplannedPackages(
  { packages: digests }: Pick<PackagesPlan, "packages">,
  packages: readonly LockedPackage[],
): void {
  if (arePlanned(packages, digests)) return;
  throw new DebootcError("internal-fault", "the plan of the root names other packages");
}

/** Checks that packages are those of a plan, in its order. */
export function arePlanned(packages: readonly LockedPackage[], digests: readonly string[]): boolean {
  return (
    packages.length === digests.length && packages.every(({ sha256 }, index) => sha256 === digests[index])
  );
}
