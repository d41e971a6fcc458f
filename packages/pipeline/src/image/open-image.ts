import { type ImageConfig, imageConfigSchema } from "@debootc/core/oci/image-config";
import { type ImageManifest, imageManifestSchema } from "@debootc/core/oci/image-manifest";
import { invalidImage } from "@debootc/core/oci/invalid-image";
import type { Digest } from "@debootc/core/record/digest";
import type { TarMember } from "@debootc/core/tar/entry";
import type { ReadTarOptions } from "@debootc/core/tar/read-tar";
import { findManifest, type ImageChoice } from "./find-manifest.ts";
import { openLayout } from "./open-layout.ts";
import { type LayerDescriptor, readLayer } from "./read-layer.ts";

/** Represents an image in an OCI layout, whoever made it. */
export interface OpenImage {
  readonly manifestDigest: Digest;
  /** Its name in the layout. */
  readonly tag?: string;
  readonly manifest: ImageManifest;
  readonly config: ImageConfig;
  /** Lowest first. */
  readonly layers: readonly LayerDescriptor[];
  /**
   * Streams the members of one layer. Digest and diffID are checked at the end of the layer; stopping early is safe but
   * checks nothing.
   */
  readonly readLayer: (
    index: number,
    options?: Pick<ReadTarOptions, "readName">,
  ) => AsyncGenerator<TarMember, void, undefined>;
}

/**
 * Opens the image of an OCI layout with the given tag and architecture (Debian's name), either of which may be left out
 * if there is no choice. Its documents are verified. Throws `usage` if there is no such image or more than one,
 * `image-invalid` if it is damaged.
 */
export async function openImage(directory: string, choice: ImageChoice = {}): Promise<OpenImage> {
  const layout = await openLayout(directory);
  const { descriptor, tag } = await findManifest(layout, choice);
  const manifest = await layout.readDocument(descriptor, imageManifestSchema);
  const config = await layout.readDocument(manifest.config, imageConfigSchema);
  const diffIds = config.rootfs.diff_ids;
  if (diffIds.length !== manifest.layers.length) {
    throw invalidImage(
      `${layout.path}: the manifest ${descriptor.digest} has ${manifest.layers.length} layers, but its configuration names ${diffIds.length}`,
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
