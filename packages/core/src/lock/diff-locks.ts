import type { PackageChangeKind } from "../diff/package-change.ts";
import { canonicalJson } from "../record/canonical-json.ts";
import { compareVersions } from "../version/compare-versions.ts";
import type { LockedIndex, LockedPackage, LockSection } from "./lock.ts";
import type { LockedChange, SectionDiff } from "./lock-diff.ts";

/** Compares two locks of one architecture; without one side, everything is added or removed. */
export function diffLocks(
  architecture: string,
  before: LockSection | undefined,
  after: LockSection | undefined,
): SectionDiff {
  const changes = [
    ...changesBetween(before?.packages ?? [], after?.packages ?? []),
    ...changesBetween(before?.bootLoader ?? [], after?.bootLoader ?? []).map(
      (change): LockedChange => ({ ...change, bootLoader: true }),
    ),
  ].sort((a, b) => order(a.name, b.name));
  const [old, current] = [debsOf(before), debsOf(after)];
  const count = (kind: PackageChangeKind) => changes.filter(({ change }) => change === kind).length;
  return {
    architecture,
    packageCount: { from: before?.packages.length ?? 0, to: after?.packages.length ?? 0 },
    download: {
      from: sumOf(old),
      to: sumOf(current),
      fetched: sumOf(new Map([...current].filter(([sha256]) => !old.has(sha256)))),
    },
    counts: {
      added: count("added"),
      removed: count("removed"),
      upgraded: count("upgraded"),
      downgraded: count("downgraded"),
      rebuilt: count("rebuilt"),
    },
    changes,
    moved: movedBetween(before?.packages ?? [], after?.packages ?? []),
    indexes: indexChanges(before?.indexes ?? [], after?.indexes ?? []),
    requestDiffers: differ(before?.request, after?.request),
    idsDiffer: differ(before?.ids, after?.ids),
  };
}

/** Returns whether a comparison found nothing at all. */
export function isUnchanged({ changes, moved, indexes, requestDiffers, idsDiffer }: SectionDiff): boolean {
  return changes.length + moved + indexes.length === 0 && !requestDiffers && !idsDiffer;
}

/** One may become or cease to be `Architecture: all`, so only the name identifies a package within an architecture. */
function changesBetween(before: readonly LockedPackage[], after: readonly LockedPackage[]): LockedChange[] {
  const [old, current] = [before, after].map((list) => new Map(list.map((locked) => [locked.name, locked])));
  return [...new Set([...before, ...after].map(({ name }) => name))].flatMap((name): LockedChange[] => {
    const [from, to] = [old?.get(name), current?.get(name)];
    const change = kindOf(from, to);
    if (change === undefined) return [];
    return [
      {
        name,
        change,
        ...(from === undefined ? {} : { from: sideOf(from) }),
        ...(to === undefined ? {} : { to: sideOf(to) }),
      },
    ];
  });
}

function kindOf(
  from: LockedPackage | undefined,
  to: LockedPackage | undefined,
): PackageChangeKind | undefined {
  if (from === undefined) return "added";
  if (to === undefined) return "removed";
  const direction = compareVersions(to.version, from.version);
  if (direction !== 0) return direction > 0 ? "upgraded" : "downgraded";
  // Another archive may deliver the same file.
  return from.sha256 === to.sha256 ? undefined : "rebuilt";
}

function movedBetween(before: readonly LockedPackage[], after: readonly LockedPackage[]): number {
  const old = new Map(before.map((locked) => [locked.name, locked]));
  return after.filter((to) => {
    const from = old.get(to.name);
    if (from === undefined || kindOf(from, to) !== undefined) return false;
    return from.sourceId !== to.sourceId || from.filename !== to.filename;
  }).length;
}

function sideOf({ version, architecture, source, sha256, size, sourceId }: LockedPackage) {
  return { version, architecture, source, sha256, size, sourceId };
}

/** A file that is installed and has the boot loader is downloaded once. */
function debsOf(section: LockSection | undefined): Map<string, number> {
  const files = [...(section?.packages ?? []), ...(section?.bootLoader ?? [])];
  return new Map(files.map(({ sha256, size }) => [sha256, size]));
}

function sumOf(debs: ReadonlyMap<string, number>): number {
  return [...debs.values()].reduce((sum, size) => sum + size, 0);
}

function indexChanges(before: readonly LockedIndex[], after: readonly LockedIndex[]): SectionDiff["indexes"] {
  const keyOf = ({ sourceId, suite }: LockedIndex) => `${sourceId}\n${suite}`;
  const [old, current] = [Map.groupBy(before, keyOf), Map.groupBy(after, keyOf)];
  return [...new Set([...old.keys(), ...current.keys()])].sort(order).flatMap((key) => {
    const [from = [], to = []] = [old.get(key), current.get(key)];
    if (!differ(from, to)) return [];
    const [sourceId = "", suite = ""] = key.split("\n");
    const [was, is] = [newestOf(from), newestOf(to)];
    return [
      {
        sourceId,
        suite,
        ...(was === undefined ? {} : { from: was }),
        ...(is === undefined ? {} : { to: is }),
      },
    ];
  });
}

function newestOf(indexes: readonly LockedIndex[]): string | undefined {
  return indexes
    .map(({ date }) => date)
    .sort((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1);
}

function differ(a: unknown, b: unknown): boolean {
  return canonicalJson(a ?? null) !== canonicalJson(b ?? null);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
