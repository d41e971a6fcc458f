import { assignComponents } from "@debootc/core/layers/assign-components";
import { continueLayers } from "@debootc/core/layers/continue-layers";
import type { LayerPlan } from "@debootc/core/layers/layer-plan";
import type { LayersRecord } from "@debootc/core/layers/layers-record";
import { measureComponents } from "@debootc/core/layers/measure-components";
import { splitEntries } from "@debootc/core/layers/split-entries";
import { digestOfBytes } from "@debootc/core/record/digest";
import { formatTreeLine, treeListingHead } from "@debootc/core/tree/tree-listing";
import { writeFile } from "node:fs/promises";
import { readPackageDatabase } from "./read-package-database.ts";
import { layerListing } from "./layer-listing.ts";
import { readTreeListing } from "./read-tree-listing.ts";

interface LayersWanted {
  readonly root: string;
  /** Listing of the root. */
  readonly listing: string;
  readonly maxLayers: number;
  readonly previous: LayerPlan | undefined;
  /** Receives a listing of each layer. */
  readonly directory: string;
}

/** Decides to which layer each file of a root belongs. */
export async function planLayers({
  root,
  listing,
  maxLayers,
  previous,
  directory,
}: LayersWanted): Promise<LayersRecord> {
  const entries = await readTreeListing(listing);
  const database = await readPackageDatabase(root, entries);
  const components = assignComponents(entries, database);
  const plan = continueLayers(measureComponents(entries, components, database), previous, maxLayers);
  const layers: LayersRecord["layers"] = [];
  for (const [index, members] of splitEntries(entries, components, plan).entries()) {
    const text = treeListingHead + members.map(formatTreeLine).join("");
    await writeFile(layerListing(directory, index), text);
    layers.push({
      components: [...(plan[index] ?? [])],
      listing: digestOfBytes(text),
      entries: members.length,
      bytes: members.reduce((sum, { size }) => sum + size, 0),
    });
  }
  return { layers };
}
