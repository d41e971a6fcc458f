import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { blobPath, type Descriptor, descriptorOf } from "@debootc/core/oci/descriptor";
import { imageConfig } from "@debootc/core/oci/image-config";
import { imageIndex, withTag } from "@debootc/core/oci/image-index";
import { imageManifest } from "@debootc/core/oci/image-manifest";
import { mediaTypes } from "@debootc/core/oci/media-types";
import { ociLayout } from "@debootc/core/oci/oci-layout";
import { platformOf } from "@debootc/core/oci/platform";
import { digestOfBytes } from "@debootc/core/record/digest";
import { writeTar } from "@debootc/core/tar/write-tar";
import { membersOf, type WholeEntry } from "./root.fixture.ts";

/** Builds an OCI layout that a test fills, validly or not. */
export class LayoutFixture {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Stores bytes under their digest. */
  async blob(mediaType: string, content: Uint8Array | object): Promise<Descriptor> {
    const bytes = content instanceof Uint8Array ? content : Buffer.from(JSON.stringify(content));
    const descriptor = descriptorOf(mediaType, bytes);
    await mkdir(join(this.path, "blobs/sha256"), { recursive: true });
    await writeFile(join(this.path, blobPath(descriptor.digest)), bytes);
    return descriptor;
  }

  /** Stores an image. */
  async image({
    layers,
    architecture = "amd64",
    labels = {},
    environment,
    mediaType = mediaTypes.layerZstd,
  }: ImageFixture) {
    const stored = [];
    for (const entries of layers) {
      const tar = await buffer(writeTar(membersOf(entries)));
      stored.push({
        diffId: digestOfBytes(tar),
        descriptor: await this.blob(mediaType, packed(mediaType, tar)),
      });
    }
    const config = imageConfig({
      platform: platformOf(architecture),
      timestamp: 0,
      labels,
      layers: stored.map(({ diffId }) => ({ diffId, createdBy: "a test" })),
    });
    const env = environment === undefined ? {} : { Env: [...environment] };
    return this.manifest(
      stored.map(({ descriptor }) => descriptor),
      { ...config, config: { ...config.config, ...env } },
    );
  }

  async manifest(layers: readonly Descriptor[], config: object): Promise<Descriptor> {
    const configBlob = await this.blob(mediaTypes.config, config);
    return this.blob(mediaTypes.manifest, imageManifest({ config: configBlob, layers, annotations: {} }));
  }

  /** Turns the directory into a layout of these manifests. */
  async finish(...manifests: readonly Descriptor[]): Promise<string> {
    await writeFile(join(this.path, "index.json"), JSON.stringify(imageIndex(manifests)));
    await writeFile(join(this.path, "oci-layout"), JSON.stringify(ociLayout));
    return this.path;
  }
}

interface ImageFixture {
  /** Lowest first. */
  readonly layers: readonly (readonly WholeEntry[])[];
  readonly architecture?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Variables of the configuration. */
  readonly environment?: readonly string[];
  /** Media type of the layers. */
  readonly mediaType?: string;
}

/** Stores an image of these layers and turns the directory into its layout. */
export async function writeLayout(
  path: string,
  layers: ImageFixture["layers"],
  options: Omit<ImageFixture, "layers"> & { readonly tag?: string } = {},
): Promise<string> {
  const layout = new LayoutFixture(path);
  return layout.finish(withTag(await layout.image({ layers, ...options }), options.tag ?? "latest"));
}

function packed(mediaType: string, tar: Buffer): Buffer {
  if (mediaType.endsWith("gzip")) return gzipSync(tar);
  return mediaType.endsWith("zstd") ? zstdCompressSync(tar) : tar;
}
