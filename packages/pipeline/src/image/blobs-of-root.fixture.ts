import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { LayerCompression } from "@debootc/core/oci/media-types";
import { layerListing } from "../layers/layer-listing.ts";
import { planLayers } from "../layers/plan-layers.ts";
import { listRoot } from "../tree/list-root.ts";
import type { LayerBlob } from "./layer-blobs.ts";
import { writeLayers } from "./write-layers.ts";

interface Packing {
  readonly timestamp: number;
  readonly compression: LayerCompression;
}

/** Packs a root in a new directory the way a compose does, without a cache. */
export async function blobsOfRoot(
  root: string,
  directory: string,
  { timestamp, compression }: Packing,
): Promise<LayerBlob[]> {
  const signal = new AbortController().signal;
  await mkdir(directory);
  const listing = join(directory, "tree.jsonl");
  await listRoot(root, listing, timestamp, signal);
  const { layers } = await planLayers({ root, listing, maxLayers: 10, previous: undefined, directory });
  const blob = (index: number) => join(directory, `${index}.blob`);
  const written = await writeLayers(
    {
      root,
      compression,
      layers: layers.map(({ bytes }, index) => ({
        listing: layerListing(directory, index),
        bytes,
        blob: blob(index),
      })),
    },
    { report: () => {}, log: () => {}, signal },
  );
  return written.layers.map((layer, index) => ({
    ...layer,
    path: blob(index),
    components: layers[index]?.components ?? [],
  }));
}
