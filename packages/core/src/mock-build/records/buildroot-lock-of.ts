import type { LockedPackage, LockSection } from "../../lock/lock.ts";
import type { Digest } from "../../record/digest.ts";
import type { PackageSource } from "../../treefile/resolved-treefile.ts";
import type { BuildrootLock, BuildrootPackage } from "./buildroot-lock.ts";

interface BuildRoot {
  readonly built: { readonly name: string; readonly version: string; readonly dsc: Digest };
  readonly suite: string;
  readonly architecture: string;
  readonly hostArchitecture: string;
  readonly profiles: readonly string[];
  readonly sources: readonly Pick<PackageSource, "id" | "suites" | "components">[];
  /** Of the base root. */
  readonly base: Pick<LockSection, "packages" | "indexes">;
  /** What was installed on top of it. */
  readonly dependencies: readonly LockedPackage[];
  /** Names of packages of the base root that went. */
  readonly removed: readonly string[];
}

/** Every package that was installed when a source package was built; a dependency replaces the base's version of it. */
export function buildrootLockOf({ built, base, dependencies, removed, ...root }: BuildRoot): BuildrootLock {
  const nameOf = ({ name, architecture }: LockedPackage) =>
    `${name}:${architecture === "all" ? root.architecture : architecture}`;
  const replaced = new Set(dependencies.map(nameOf));
  const gone = new Set(removed);
  // A later version of one of the base's packages: the others may not be without it.
  const inBase = new Set(base.packages.map(nameOf));
  const kept = base.packages.filter((one) => !gone.has(one.name) && !replaced.has(nameOf(one)));
  const packages: BuildrootPackage[] = [
    ...kept.map((one) => ({ ...one, part: "base" as const })),
    ...dependencies.map((one) => ({
      ...one,
      part: inBase.has(nameOf(one)) ? ("base" as const) : ("dependency" as const),
    })),
  ];
  return {
    built: { source: built.name, version: built.version, dsc: built.dsc },
    suite: root.suite,
    architecture: root.architecture,
    hostArchitecture: root.hostArchitecture,
    profiles: [...root.profiles],
    sources: root.sources.map(({ id, suites, components }) => ({
      id,
      suites: [...suites],
      components: [...components],
    })),
    indexes: base.indexes,
    packages: packages.toSorted((a, b) => compare(a.name, b.name) || compare(a.architecture, b.architecture)),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
