import type { Digest } from "../record/digest.ts";
import { explainLayer } from "./explain-layer.ts";
import type { LayerChange, LayerState } from "./layer-change.ts";
import type { PackageChange } from "./package-change.ts";
import type { PathChange } from "./path-change.ts";

export interface ComparedLayer {
  readonly digest: Digest;
  /** Digest of the bare tar. */
  readonly diffId: Digest;
  /** Bytes as stored. */
  readonly size: number;
  /** What the image says that it holds. */
  readonly components?: readonly string[];
}

interface Differences {
  readonly packages: readonly PackageChange[];
  readonly paths: readonly PathChange[];
}

/** What a host that has the old image does with each layer of the new one; a blob that it has twice is listed once. */
export function diffLayers(
  old: readonly ComparedLayer[],
  current: readonly ComparedLayer[],
  { packages, paths }: Differences,
): LayerChange[] {
  const digests = new Set(old.map(({ digest }) => digest));
  const diffIds = new Set(old.map(({ diffId }) => diffId));
  const oldLayers = old.flatMap(({ components }) => (components === undefined ? [] : [components]));
  const pathsOf = Map.groupBy(
    paths.filter(({ change }) => change !== "removed"),
    ({ layer }) => layer,
  );
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
    const differences = { packages, paths: pathsOf.get(index) ?? [], oldLayers };
    return [
      {
        index,
        digest,
        diffId,
        size,
        state,
        ...(components === undefined ? {} : { components: [...components] }),
        ...(state === "new" ? { reason: explainLayer(components ?? [], differences) } : {}),
      },
    ];
  });
}
