import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { componentsAnnotation, formatComponents } from "@debootc/core/layers/layer-label";
import { blobPath, type Descriptor, descriptorOf } from "@debootc/core/oci/descriptor";
import { imageConfig } from "@debootc/core/oci/image-config";
import { imageIndex, withTag } from "@debootc/core/oci/image-index";
import { printable } from "@debootc/core/text/printable";
import { annotationsOf, imageLabels } from "@debootc/core/oci/image-labels";
import { imageManifest } from "@debootc/core/oci/image-manifest";
import type { ImageRecord } from "@debootc/core/oci/image-record";
import { type LayerCompression, mediaTypes } from "@debootc/core/oci/media-types";
import { ociLayout } from "@debootc/core/oci/oci-layout";
import { platformOf } from "@debootc/core/oci/platform";
import { canonicalJson } from "@debootc/core/record/canonical-json";
import type { Digest } from "@debootc/core/record/digest";
import { linkFile } from "../cache/link-file.ts";
import { inNewDirectory } from "./in-new-directory.ts";
import { layerEncoderName } from "./layer-encoder.ts";
import type { LayerBlob } from "./layer-blobs.ts";

export interface ImageWanted {
  /** The OCI layout to make; must not exist or be empty. */
  readonly directory: string;
  /** Lowest first; the blobs are shared where the file system allows it. */
  readonly blobs: readonly LayerBlob[];
  readonly compression: LayerCompression;
  /** Debian's name. */
  readonly architecture: string;
  /** Creation time of the image, in seconds since 1970. */
  readonly timestamp: number;
  readonly title: string;
  readonly version: string;
  /** The user's own labels. */
  readonly labels: Readonly<Record<string, string>>;
  /** `/sbin/init` if absent. */
  readonly cmd?: readonly string[];
  /** Release of the kernel in the root; without one the image is not bootable. */
  readonly kernel?: string | undefined;
  /** A tree that another tool made has no lock. */
  readonly treeDigests: { readonly lock?: Digest | undefined; readonly inputs: Digest };
}

/** Name in the layout's index; the name in a registry is up to the user. */
const tag = "latest";

/**
 * Assembles layers into an image in an OCI layout. Equal layers and facts give equal bytes. Leaves nothing in the
 * directory on failure. Throws `treefile-invalid` for labels that the user may not set, `results-unwritable`.
 */
export async function writeImage(wanted: ImageWanted): Promise<ImageRecord> {
  const { directory, blobs, timestamp, compression, cmd, kernel } = wanted;
  if (blobs.length === 0) throw new DebootcError("internal-fault", "an image without a layer");
  const platform = platformOf(wanted.architecture);
  const bootable = kernel !== undefined;
  const plan = blobs.map(({ components }) => components);
  const labels = imageLabels({ ...wanted, bootable, layers: plan }, wanted.labels);

  return inNewDirectory(directory, async () => {
    await mkdir(join(directory, "blobs", "sha256"), { recursive: true });
    for (const { path, digest } of blobs) await linkFile(path, join(directory, blobPath(digest)));

    const layers = blobs.map(({ diffId, components }) => ({ diffId, createdBy: createdBy(components) }));
    const config = await writeDocument(
      directory,
      mediaTypes.config,
      imageConfig({ platform, timestamp, labels, cmd, layers }),
    );
    const manifest = await writeDocument(
      directory,
      mediaTypes.manifest,
      imageManifest({ config, layers: blobs.map(descriptorOfBlob), annotations: annotationsOf(labels) }),
    );
    const index = imageIndex([withTag({ ...manifest, platform: { ...platform } }, tag)]);
    await writeFile(join(directory, "index.json"), canonicalJson(index));
    // Last: only this file makes the directory a layout.
    await writeFile(join(directory, "oci-layout"), canonicalJson(ociLayout));

    return {
      manifestDigest: manifest.digest,
      configDigest: config.digest,
      tag,
      bootable,
      diffIds: blobs.map(({ diffId }) => diffId),
      layers: blobs.map(({ digest, diffId, mediaType, size, uncompressedSize, components }) => ({
        ...{ digest, diffId, mediaType, size, uncompressedSize },
        components: [...components],
      })),
      compression,
      encoder: layerEncoderName(compression),
      size: blobs.reduce((sum, { size }) => sum + size, manifest.size + config.size),
    };
  });
}

/** Adds the annotation that ostree's tools read; the label says the same where annotations are lost. */
function descriptorOfBlob({ mediaType, digest, size, components }: LayerBlob): Descriptor {
  return { mediaType, digest, size, annotations: { [componentsAnnotation]: formatComponents(components) } };
}

const componentsShown = 8;

/** Returns what `podman history` shows for the layer. */
function createdBy(components: readonly string[]): string {
  const more = components.length - componentsShown;
  const shown = components.slice(0, componentsShown).join(", ");
  return `debootc compose: ${printable(shown)}${more > 0 ? ` and ${more} more` : ""}`;
}

async function writeDocument(directory: string, mediaType: string, document: object): Promise<Descriptor> {
  const text = canonicalJson(document);
  const descriptor = descriptorOf(mediaType, text);
  await writeFile(join(directory, blobPath(descriptor.digest)), text);
  return descriptor;
}
