import { fieldOf } from "../deb822/stanzas.ts";
import type { LockedPackage } from "../lock/lock.ts";
import { lockedPackageOf } from "../lock/locked-package.ts";
import type { PackageUniverse } from "../lock/package-universe.ts";
import type { InstalledBuildDependency } from "./buildinfo.ts";

interface Found {
  readonly packages: readonly LockedPackage[];
  readonly missing: readonly InstalledBuildDependency[];
}

/** Looks up what a .buildinfo names in package indexes: of a version that several have, the first one is taken. */
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

/** `20260412T202950Z`: the time of a snapshot of the archive for a Build-Date; undefined for one that is no date. */
export function snapshotOfBuildDate(date: string): string | undefined {
  const time = new Date(date);
  if (Number.isNaN(time.getTime())) return undefined;
  return `${time.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
}
