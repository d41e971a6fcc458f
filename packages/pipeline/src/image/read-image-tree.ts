import type { Inode } from "@debootc/core/oci/layer-tree";
import { type MergedTree, mergeLayers } from "@debootc/core/oci/merge-layers";
import type { Digest } from "@debootc/core/record/digest";
import { type LayerListing, listLayer } from "./list-layer.ts";
import type { OpenImage } from "./open-image.ts";

export interface ImageTree extends MergedTree {
  /** Returns the digest of a file's bytes, if digests were asked for. */
  readonly digestOf: (inode: Inode) => Digest | undefined;
}

interface ImageTreeOptions {
  /** Also hash every file. */
  readonly digests?: boolean;
  /**
   * Listings by diffID, for images that share layers: known ones are not read again, new ones are added. They must all
   * have digests, or none.
   */
  readonly listings?: Map<Digest, LayerListing>;
  readonly signal?: AbortSignal;
}

/**
 * Reads every layer of an image once and applies it to those below. Throws `image-invalid` and `archive-invalid` for
 * layers that are damaged or that no tool could unpack.
 */
export async function readImageTree(
  image: OpenImage,
  { digests = false, listings = new Map(), signal }: ImageTreeOptions = {},
): Promise<ImageTree> {
  const layers: LayerListing[] = [];
  for (const [index, { diffId }] of image.layers.entries()) {
    const listing = listings.get(diffId) ?? (await listLayer(image.readLayer(index), { digests, signal }));
    listings.set(diffId, listing);
    layers.push(listing);
  }
  return {
    ...mergeLayers(layers.map(({ entries }) => entries)),
    digestOf: ({ layer, index }) => layers[layer]?.digests[index],
  };
}
