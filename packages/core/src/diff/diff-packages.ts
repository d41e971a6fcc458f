import { compareVersions } from "../version/compare-versions.ts";
import type { InstalledPackage } from "../dpkg/installed-package.ts";
import { groupChanges } from "./group-changes.ts";
import type { PackageChange, PackageChangeKind } from "./package-change.ts";

/** Returns what changed between the packages of two images, sorted by source, kind and name. */
export function diffPackages(
  old: readonly InstalledPackage[],
  current: readonly InstalledPackage[],
): PackageChange[] {
  return groupChanges(pairs(old, current).flatMap(changeOf));
}

interface Pair {
  readonly before?: InstalledPackage | undefined;
  readonly after?: InstalledPackage | undefined;
}

/** A package may become or cease to be `Architecture: all`, so architectures matter only if a name has several. */
function pairs(old: readonly InstalledPackage[], current: readonly InstalledPackage[]): Pair[] {
  const [before, after] = [byName(old), byName(current)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [olds, news] = [before.get(name) ?? [], after.get(name) ?? []];
    if (olds.length <= 1 && news.length <= 1) return [{ before: olds[0], after: news[0] }];
    const architectures = new Set([...olds, ...news].map(({ architecture }) => architecture));
    return [...architectures].map((architecture) => ({
      before: olds.find((found) => found.architecture === architecture),
      after: news.find((found) => found.architecture === architecture),
    }));
  });
}

function byName(packages: readonly InstalledPackage[]): Map<string, InstalledPackage[]> {
  return Map.groupBy(packages, ({ name }) => name);
}

function changeOf({ before, after }: Pair): PackageChange[] {
  const one = after ?? before;
  if (one === undefined) return [];
  const change = kindOf(before, after);
  if (change === undefined) return [];
  return [
    {
      source: one.source,
      change,
      ...(before === undefined ? {} : { from: before.version }),
      ...(after === undefined ? {} : { to: after.version }),
      packages: [{ name: one.name, architecture: one.architecture }],
      sizeChange: (after?.installedSize ?? 0) - (before?.installedSize ?? 0),
    },
  ];
}

function kindOf(
  before: InstalledPackage | undefined,
  after: InstalledPackage | undefined,
): PackageChangeKind | undefined {
  if (before === undefined) return "added";
  if (after === undefined) return "removed";
  const direction = compareVersions(after.version, before.version);
  if (direction !== 0) return direction > 0 ? "upgraded" : "downgraded";
  const isSame = before.architecture === after.architecture && before.installedSize === after.installedSize;
  return isSame ? undefined : "rebuilt";
}
