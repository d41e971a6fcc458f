import { type ImageConfig, imageConfigSchema } from "@debootc/core/oci/image-config";
import { type ImageManifest, imageManifestSchema } from "@debootc/core/oci/image-manifest";
import { invalidImage } from "@debootc/core/oci/invalid-image";
import type { Digest } from "@debootc/core/record/digest";
import type { TarMember } from "@debootc/core/tar/entry";
import type { ReadTarOptions } from "@debootc/core/tar/read-tar";
import { findManifest, type ImageChoice } from "./find-manifest.ts";
import { openLayout } from "./open-layout.ts";
import { type LayerDescriptor, readLayer } from "./read-layer.ts";

/** An image in an OCI layout, whoever made it. */
export interface OpenImage {
  readonly manifestDigest: Digest;
  /** What the layout calls it. */
  readonly tag?: string;
  readonly manifest: ImageManifest;
  readonly config: ImageConfig;
  /** Lowest first. */
  readonly layers: readonly LayerDescriptor[];
  /**
   * The members of one layer. Digest and diffID are checked at the end of the layer; stopping early is clean, but
   * checks nothing.
   */
  readonly readLayer: (
    index: number,
    options?: Pick<ReadTarOptions, "readName">,
  ) => AsyncGenerator<TarMember, void, undefined>;
}

/**
 * Opens the image of an OCI layout that has the tag and the architecture (Debian's name), each of which may be left
 * out where there is no choice. Its documents are verified. Throws `usage` when it is not there or not the only one,
 * `image-invalid` when it is damaged.
 */
export async function openImage(directory: string, choice: ImageChoice = {}): Promise<OpenImage> {
  const layout = await openLayout(directory);
  const { descriptor, tag } = await findManifest(layout, choice);
  const manifest = await layout.readDocument(descriptor, imageManifestSchema);
  const config = await layout.readDocument(manifest.config, imageConfigSchema);
  const diffIds = config.rootfs.diff_ids;
  if (diffIds.length !== manifest.layers.length) {
    throw invalidImage(
      `${layout.path}: the manifest ${descriptor.digest} has ${manifest.layers.length} layers, its configuration names ${diffIds.length}`,
    );
  }
  const layers = diffIds.flatMap((diffId, index) => {
    const layer = manifest.layers[index];
    return layer === undefined ? [] : [{ descriptor: layer, diffId }];
  });
  return {
    manifestDigest: descriptor.digest,
    ...(tag === undefined ? {} : { tag }),
    manifest,
    config,
    layers,
    readLayer: (index, options) => {
      const layer = layers[index];
      if (layer === undefined) throw new RangeError(`there is no layer ${index}`);
      return readLayer(layout, layer, options);
    },
  };
}
