import type { LockedPackage } from "../lock.ts";
import { lockedPackageOf } from "../locked-package.ts";
import type { PackageUniverse } from "../package-universe.ts";
import { isSecuritySuite, securityChoices } from "./security-choice.ts";

/**
 * Returns the packages of a boot loader after an update of security alone. They only work together, so they are updated if
 * security suites have one newer version of all of them, and kept as they are locked otherwise.
 */
export function securityBootLoader(
  locked: readonly LockedPackage[],
  universe: Pick<PackageUniverse, "versionsOf">,
): LockedPackage[] {
  const choices = securityChoices(locked, universe);
  const versions = new Set(choices.map(({ version }) => version));
  if (!choices.every(({ isUpdate }) => isUpdate) || versions.size !== 1) return [...locked];
  return choices.flatMap(({ locked: { name }, version }) => {
    const offer = universe
      .versionsOf(name)
      .find((one) => one.version === version && isSecuritySuite(one.part.suite));
    return offer === undefined ? [] : [lockedPackageOf(offer)];
  });
}
