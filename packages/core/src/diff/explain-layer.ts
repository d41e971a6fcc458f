import type { LayerReason } from "./layer-change.ts";
import type { PathChange } from "./path-change.ts";

/**
 * Explains why a layer with these components is new. `paths` are the changes in it and the removed paths of its
 * components; `oldLayers` lists the components of each layer of the old image, as far as it names them.
 */
export function explainLayer(
  components: readonly string[],
  paths: readonly PathChange[],
  oldLayers: readonly (readonly string[])[],
): LayerReason {
  const before = predecessorOf(components, oldLayers);
  const files = paths.filter(({ type, component }) => type !== "directory" || component !== undefined);
  return {
    changed: [...Map.groupBy(files, ({ component }) => component)].map(changedPart).sort(largestFirst),
    joined: oldLayers.length === 0 ? [] : components.filter((name) => !before.includes(name)),
    left: before.filter((name) => !components.includes(name)),
  };
}

/** Returns the old layer that shares the most components: the new layer takes its place. */
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

type ChangedPart = LayerReason["changed"][number];

function changedPart([component, paths]: [string | undefined, PathChange[]]): ChangedPart {
  const example = paths.find(({ type }) => type !== "directory") ?? paths[0];
  return {
    ...(component === undefined ? {} : { component }),
    paths: paths.length,
    bytes: paths.filter(hasOtherBytes).reduce((sum, { size }) => sum + size, 0),
    example: example?.path ?? "",
  };
}

function hasOtherBytes({ change, what }: PathChange): boolean {
  return change === "added" || what.includes("content") || what.includes("type");
}

function largestFirst(a: ChangedPart, b: ChangedPart): number {
  return b.bytes - a.bytes || b.paths - a.paths || (a.example < b.example ? -1 : 1);
}
