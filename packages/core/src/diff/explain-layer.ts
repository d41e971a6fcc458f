import type { LayerReason } from "./layer-change.ts";
import type { PackageChange } from "./package-change.ts";
import type { PathChange } from "./path-change.ts";

interface LayerDifferences {
  /** Between the two images. */
  readonly packages: readonly PackageChange[];
  /** Those of the paths of this layer. */
  readonly paths: readonly PathChange[];
  /** Components of each layer of the old image, as far as it tells. */
  readonly oldLayers: readonly (readonly string[])[];
}

const exampleCount = 3;

/** Why a layer of these components is new. */
export function explainLayer(
  components: readonly string[],
  { packages, paths, oldLayers }: LayerDifferences,
): LayerReason {
  const sources = new Set(packages.map(({ source }) => source));
  const ownSources = components.filter((name) => sources.has(name));
  const before = predecessorOf(components, oldLayers);
  const others = components.filter((name) => !sources.has(name));
  return {
    packages: ownSources,
    joined: oldLayers.length === 0 ? [] : others.filter((name) => !before.includes(name)),
    left: before.filter((name) => !components.includes(name)),
    changedPaths: paths.length,
    changedBytes: paths.filter(hasOtherBytes).reduce((sum, { size }) => sum + size, 0),
    examples: paths
      .filter(({ type }) => type !== "directory")
      .slice(0, exampleCount)
      .map(({ path }) => path),
  };
}

/** The old layer that has most of the components: its place is what the new layer takes. */
function predecessorOf(
  components: readonly string[],
  oldLayers: readonly (readonly string[])[],
): readonly string[] {
  let best: { readonly names: readonly string[]; readonly shared: number } = { names: [], shared: 0 };
  for (const names of oldLayers) {
    const shared = names.filter((name) => components.includes(name)).length;
    if (shared > best.shared) best = { names, shared };
  }
  return best.names;
}

function hasOtherBytes({ change, what }: PathChange): boolean {
  return change === "added" || what.includes("content") || what.includes("type");
}
