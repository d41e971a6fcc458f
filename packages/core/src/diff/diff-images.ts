import { diffLabels } from "./diff-labels.ts";
import { type ComparedLayer, diffLayers } from "./diff-layers.ts";
import { diffPackages } from "./diff-packages.ts";
import { type ComparedTree, diffTrees } from "./diff-trees.ts";
import type { ComparedSide, ImageDiff } from "./image-diff.ts";
import type { InstalledPackage } from "../dpkg/installed-package.ts";
import type { PackageChange, PackageChangeKind } from "./package-change.ts";
import type { PathChange } from "./path-change.ts";

/** Holds everything in an image that is compared. */
export interface ComparedImage {
  readonly identity: Omit<ComparedSide, "version" | "packages" | "root" | "layers">;
  readonly labels: Readonly<Record<string, string>>;
  /** Absent without a dpkg database. */
  readonly packages?: readonly InstalledPackage[];
  /** Lowest first. */
  readonly layers: readonly ComparedLayer[];
  readonly tree: ComparedTree;
  /** What each path belongs to, as far as dpkg knows. */
  readonly components?: ReadonlyMap<string, string>;
}

/** Compares two images. `withPaths` lists every changed path instead of only counting them. */
export function diffImages(
  old: ComparedImage,
  current: ComparedImage,
  { withPaths }: { readonly withPaths: boolean },
): ImageDiff {
  const paths = diffTrees(old.tree, current.tree).map((change) => withComponent(change, old, current));
  const packages =
    old.packages && current.packages ? diffPackages(old.packages, current.packages) : undefined;
  const layers = diffLayers(old.layers, current.layers, paths);
  const digests = new Set(current.layers.map(({ digest }) => digest));
  const numberOf = (kind: PathChange["change"]) => paths.filter(({ change }) => change === kind).length;
  return {
    old: sideOf(old),
    new: sideOf(current),
    identical: old.identity.manifestDigest === current.identity.manifestDigest,
    ...(packages === undefined ? {} : { packages: { counts: countsOf(packages), changes: packages } }),
    layers: {
      kept: sumOf(layers.filter(({ state }) => state === "kept")),
      fetched: sumOf(layers.filter(({ state }) => state !== "kept")),
      repacked: sumOf(layers.filter(({ state }) => state === "repacked")),
      dropped: sumOf(distinct(old.layers).filter(({ digest }) => !digests.has(digest))),
      changes: layers,
    },
    labels: diffLabels(old.labels, current.labels),
    paths: {
      added: numberOf("added"),
      removed: numberOf("removed"),
      changed: numberOf("changed"),
      ...(withPaths ? { changes: paths } : {}),
    },
  };
}

function withComponent(change: PathChange, old: ComparedImage, current: ComparedImage): PathChange {
  const component = (change.change === "removed" ? old : current).components?.get(change.path);
  return component === undefined ? change : { ...change, component };
}

function sideOf({ identity, labels, packages, layers, tree }: ComparedImage): ComparedSide {
  const version = labels["org.opencontainers.image.version"];
  return {
    ...identity,
    ...(version === undefined ? {} : { version }),
    ...(packages === undefined
      ? {}
      : {
          packages: {
            count: packages.length,
            installedSize: packages.reduce((bytes, { installedSize }) => bytes + installedSize, 0),
          },
        }),
    root: { names: tree.entries.size, bytes: bytesOf(tree) },
    layers: sumOf(distinct(layers)),
  };
}

/** Counts the bytes of each file once, however many names it has. */
function bytesOf({ entries }: ComparedTree): number {
  const inodes = new Set([...entries.values()].map(({ inode }) => inode));
  let bytes = 0;
  for (const { entry } of inodes) bytes += entry.size;
  return bytes;
}

function distinct(layers: readonly ComparedLayer[]): ComparedLayer[] {
  return [...new Map(layers.map((layer) => [layer.digest, layer])).values()];
}

function sumOf(layers: readonly { readonly size: number }[]) {
  return { count: layers.length, size: layers.reduce((bytes, { size }) => bytes + size, 0) };
}

function countsOf(changes: readonly PackageChange[]): Record<PackageChangeKind, number> {
  const counts = { added: 0, removed: 0, upgraded: 0, downgraded: 0, rebuilt: 0 };
  for (const { change, packages } of changes) counts[change] += packages.length;
  return counts;
}
