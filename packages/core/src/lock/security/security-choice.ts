import { compareVersions } from "../../version/compare-versions.ts";
import type { LockedPackage } from "../lock.ts";
import type { PackageUniverse } from "../package-universe.ts";

/** Says which version of a locked package an update of security alone takes. */
export interface SecurityChoice {
  readonly locked: LockedPackage;
  readonly version: string;
  /** Whether a security suite has it, rather than the lock. */
  readonly isUpdate: boolean;
}

/** Returns whether a suite has nothing but security updates: Debian calls it `trixie-security`. */
export function isSecuritySuite(suite: string): boolean {
  return suite.endsWith("-security");
}

/** Chooses for each locked package its newest version of the security suites, if that is newer, else the locked one. */
export function securityChoices(
  locked: readonly LockedPackage[],
  universe: Pick<PackageUniverse, "versionsOf">,
): SecurityChoice[] {
  return locked.map((one) => {
    const [newest] = universe
      .versionsOf(one.name)
      .filter(({ part }) => isSecuritySuite(part.suite))
      .sort((a, b) => compareVersions(b.version, a.version));
    const isUpdate = newest !== undefined && compareVersions(newest.version, one.version) > 0;
    return { locked: one, version: isUpdate ? newest.version : one.version, isUpdate };
  });
}
