import { fieldOf } from "../deb822/stanzas.ts";
import type { LockedPackage } from "../lock/lock.ts";
import { lockedPackageOf } from "../lock/locked-package.ts";
import type { PackageUniverse } from "../lock/package-universe.ts";
import type { InstalledBuildDependency } from "./buildinfo.ts";

interface Found {
  readonly packages: readonly LockedPackage[];
  readonly missing: readonly InstalledBuildDependency[];
}

/** Looks up the packages of a .buildinfo in package indexes; the first of several equal versions is used. */
export function findInstalled(
  wanted: readonly InstalledBuildDependency[],
  buildArchitecture: string,
  universe: Pick<PackageUniverse, "versionsOf">,
): Found {
  const packages: LockedPackage[] = [];
  const missing: InstalledBuildDependency[] = [];
  for (const one of wanted) {
    const architectures = ["all", one.architecture ?? buildArchitecture];
    const offer = universe
      .versionsOf(one.name)
      .find(
        ({ version, stanza }) =>
          version === one.version && architectures.includes(fieldOf(stanza, "Architecture") ?? ""),
      );
    if (offer === undefined) missing.push(one);
    else packages.push(lockedPackageOf(offer));
  }
  return { packages, missing };
}

/** Converts a Build-Date to the time of an archive snapshot, `20260412T202950Z`; undefined if it is not a date. */
export function snapshotOfBuildDate(date: string): string | undefined {
  const time = new Date(date);
  if (Number.isNaN(time.getTime())) return undefined;
  return `${time.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
}
