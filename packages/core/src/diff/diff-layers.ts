import type { Digest } from "../record/digest.ts";
import { explainLayer } from "./explain-layer.ts";
import type { LayerChange, LayerState } from "./layer-change.ts";
import type { PathChange } from "./path-change.ts";

export interface ComparedLayer {
  readonly digest: Digest;
  /** Digest of the uncompressed tar. */
  readonly diffId: Digest;
  /** Bytes as stored. */
  readonly size: number;
  /** The layer's components, according to the image. */
  readonly components?: readonly string[] | undefined;
}

/**
 * Returns what a host with the old image does with each layer of the new one. A blob that the new image has twice is
 * listed once.
 */
export function diffLayers(
  old: readonly ComparedLayer[],
  current: readonly ComparedLayer[],
  paths: readonly PathChange[],
): LayerChange[] {
  const digests = new Set(old.map(({ digest }) => digest));
  const diffIds = new Set(old.map(({ diffId }) => diffId));
  const oldLayers = old.flatMap(({ components }) => (components === undefined ? [] : [components]));
  const pathsOf = Map.groupBy(paths, (path) => placeOf(path, current));
  const stateOf = ({ digest, diffId }: ComparedLayer): LayerState => {
    if (digests.has(digest)) return "kept";
    return diffIds.has(diffId) ? "repacked" : "new";
  };

  const seen = new Set<Digest>();
  return current.flatMap((layer, index) => {
    if (seen.has(layer.digest)) return [];
    seen.add(layer.digest);
    const { digest, diffId, size, components } = layer;
    const state = stateOf(layer);
    return [
      {
        index,
        digest,
        diffId,
        size,
        state,
        ...(components === undefined ? {} : { components: [...components] }),
        ...(state === "new"
          ? { reason: explainLayer(components ?? [], pathsOf.get(index) ?? [], oldLayers) }
          : {}),
      },
    ];
  });
}

/** Returns the layer of the new image that shows a change; a removed path is missing where its component is. */
function placeOf(
  { change, layer, component }: PathChange,
  current: readonly ComparedLayer[],
): number | undefined {
  if (change !== "removed") return layer;
  if (component === undefined) return undefined;
  return current.findIndex(({ components }) => components?.includes(component));
}
