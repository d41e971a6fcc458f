import type { InstalledPackage } from "../dpkg/installed-package.ts";
import { type ComparedLayer, diffLayers } from "./diff-layers.ts";
import { diffPackages } from "./diff-packages.ts";
import type { LayerChange } from "./layer-change.ts";
import type { PackageChange } from "./package-change.ts";

/** Holds what a compose records about itself, as far as it can be compared without reading its image. */
export interface ComposeFacts {
  readonly id: string;
  readonly treeVersion: string;
  readonly kernel?: string | undefined;
  /** Checksum of the ostree commit. */
  readonly checksum: string;
  readonly packages: readonly InstalledPackage[];
  /** Lowest first. */
  readonly layers: readonly ComparedLayer[];
}

export interface ComposeChanges {
  readonly previous: Omit<ComposeFacts, "packages" | "layers">;
  readonly packages: readonly PackageChange[];
  readonly layers: readonly LayerChange[];
}

/** Compares a compose with the previous one by their records only. */
export function composeChanges(previous: ComposeFacts, current: ComposeFacts): ComposeChanges {
  const { packages, layers, ...facts } = previous;
  return {
    previous: facts,
    packages: diffPackages(packages, current.packages),
    layers: diffLayers(layers, current.layers, []),
  };
}
