import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Reporter } from "@debootc/core/event/event";
import { blobPath, type Descriptor, descriptorOf } from "@debootc/core/oci/descriptor";
import { imageConfig } from "@debootc/core/oci/image-config";
import { imageIndex, withTag } from "@debootc/core/oci/image-index";
import { annotationsOf, imageLabels } from "@debootc/core/oci/image-labels";
import { imageManifest } from "@debootc/core/oci/image-manifest";
import type { ImageRecord } from "@debootc/core/oci/image-record";
import { layerCompressions, mediaTypes } from "@debootc/core/oci/media-types";
import { ociLayout } from "@debootc/core/oci/oci-layout";
import { platformOf } from "@debootc/core/oci/platform";
import { canonicalJson } from "@debootc/core/record/canonical-json";
import { digestSchema } from "@debootc/core/record/digest";
import * as z from "zod";
import { inNewDirectory } from "./in-new-directory.ts";
import { layerEncoderName } from "./layer-encoder.ts";
import { rootEntries } from "./root-entries.ts";
import { toTar } from "./to-tar.ts";
import { writeLayer } from "./write-layer.ts";

export const writeImageRequestSchema = z.strictObject({
  /** A finished root; nothing in it is changed. */
  root: z.string(),
  /** The OCI layout to make: must not exist, or be empty. */
  directory: z.string(),
  /** Debian's name. */
  architecture: z.string(),
  /** Seconds since 1970: when the image was created, and the youngest time of a file. */
  timestamp: z.int().min(0),
  compression: z.enum(layerCompressions),
  title: z.string(),
  version: z.string(),
  /** The user's own. */
  labels: z.record(z.string(), z.string()),
  /** `/sbin/init` when absent. */
  cmd: z.array(z.string()).min(1).optional(),
  /** Release of the kernel in the root. */
  kernel: z.string().optional(),
  bootable: z.boolean(),
  treeDigests: z.strictObject({ lock: digestSchema, inputs: digestSchema }),
  /** What the image is called in the layout; `latest` when absent. */
  tag: z
    .string()
    .regex(/^\w[\w.-]{0,127}$/)
    .optional(),
});
export type WriteImageRequest = z.infer<typeof writeImageRequestSchema>;

interface ImageContext {
  readonly report: Reporter;
  readonly signal: AbortSignal;
}

/**
 * Writes a root as an image of one layer into an OCI layout. Equal roots and requests give equal bytes; the
 * compression changes the blobs, never the diffID. Nothing is left in the directory on failure. Throws
 * `layout-impossible` for a root that no image can hold, `treefile-invalid` for labels that are not the
 * user's to set, `results-unwritable`, `cancelled`.
 */
export async function writeImage(request: WriteImageRequest, context: ImageContext): Promise<ImageRecord> {
  const { root, directory, timestamp, compression, cmd, bootable, tag = "latest" } = request;
  if (bootable && request.kernel === undefined) {
    throw new DebootcError("layout-impossible", `${root}: an image without a kernel cannot be bootable`, {
      hint: "Add a kernel to packages, such as linux-image-amd64.",
    });
  }
  const platform = platformOf(request.architecture);
  const labels = imageLabels(request, request.labels);

  return inNewDirectory(directory, async () => {
    await mkdir(join(directory, "blobs", "sha256"), { recursive: true });
    const entries = rootEntries(root, { timestamp, signal: context.signal });
    const layer = await writeLayer(directory, toTar(entries), compression, progress(context.report));

    const createdBy = "debootc compose";
    const layers = [{ diffId: layer.diffId, createdBy }];
    const config = await writeDocument(
      directory,
      mediaTypes.config,
      imageConfig({ platform, timestamp, labels, cmd, layers }),
    );
    const manifest = await writeDocument(
      directory,
      mediaTypes.manifest,
      imageManifest({ config, layers: [layer.descriptor], annotations: annotationsOf(labels) }),
    );
    const index = imageIndex([withTag({ ...manifest, platform: { ...platform } }, tag)]);
    await writeFile(join(directory, "index.json"), canonicalJson(index));
    // Last: only this file makes the directory a layout.
    await writeFile(join(directory, "oci-layout"), canonicalJson(ociLayout));

    const { digest, size, mediaType } = layer.descriptor;
    return {
      manifestDigest: manifest.digest,
      configDigest: config.digest,
      tag,
      bootable,
      diffIds: [layer.diffId],
      layers: [{ digest, diffId: layer.diffId, mediaType, size, uncompressedSize: layer.uncompressedSize }],
      compression,
      encoder: layerEncoderName(compression),
      size: manifest.size + config.size + size,
    };
  });
}

const reportEvery = 16 * 1024 * 1024;

function progress(report: Reporter): (bytes: number) => void {
  let next = 0;
  return (done) => {
    if (done < next) return;
    next = done + reportEvery;
    report({ type: "progress", step: "packing the layer", done, unit: "bytes" });
  };
}

async function writeDocument(directory: string, mediaType: string, document: object): Promise<Descriptor> {
  const text = canonicalJson(document);
  const descriptor = descriptorOf(mediaType, text);
  await writeFile(join(directory, blobPath(descriptor.digest)), text);
  return descriptor;
}
