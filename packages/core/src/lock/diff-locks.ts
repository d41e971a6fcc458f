import { compareVersions } from "../version/compare-versions.ts";
import type { LockedPackage, LockSection } from "./lock.ts";

export interface PackageChange {
  readonly before: LockedPackage;
  readonly after: LockedPackage;
}

/** Lists how the packages of two locks of one architecture differ, each list sorted by name. */
export interface LockDiff {
  readonly added: readonly LockedPackage[];
  readonly removed: readonly LockedPackage[];
  readonly upgraded: readonly PackageChange[];
  readonly downgraded: readonly PackageChange[];
  /** Same version but other bytes: a source rebuilt a package without raising its version. */
  readonly replaced: readonly PackageChange[];
}

export function diffLocks(
  before: Pick<LockSection, "packages">,
  after: Pick<LockSection, "packages">,
): LockDiff {
  const old = byName(before.packages);
  const current = byName(after.packages);
  const changes = [...current].flatMap(([name, next]) => {
    const previous = old.get(name);
    return previous ? [{ before: previous, after: next }] : [];
  });
  const order = ({ before, after }: PackageChange) => compareVersions(after.version, before.version);
  return {
    added: [...current].filter(([name]) => !old.has(name)).map(([, locked]) => locked),
    removed: [...old].filter(([name]) => !current.has(name)).map(([, locked]) => locked),
    upgraded: changes.filter((change) => order(change) > 0),
    downgraded: changes.filter((change) => order(change) < 0),
    replaced: changes.filter((change) => order(change) === 0 && change.before.sha256 !== change.after.sha256),
  };
}

/**
 * Maps packages by name. One may become or cease to be `Architecture: all`, so only the name identifies it within an
 * architecture.
 */
function byName(packages: readonly LockedPackage[]): Map<string, LockedPackage> {
  const sorted = packages.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return new Map(sorted.map((locked) => [locked.name, locked]));
}
