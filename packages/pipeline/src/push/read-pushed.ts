import { readFile } from "node:fs/promises";
import type { Descriptor } from "@debootc/core/oci/descriptor";
import { imageIndexSchema } from "@debootc/core/oci/image-index";
import { imageManifestSchema } from "@debootc/core/oci/image-manifest";
import { invalidImage } from "@debootc/core/oci/invalid-image";
import { mediaTypes } from "@debootc/core/oci/media-types";
import { digestOfBytes } from "@debootc/core/record/digest";
import { reasonOf } from "@debootc/tools/errno";
import type { ManifestBytes } from "@debootc/tools/registry/manifests";
import { type Layout, openLayout } from "../image/open-layout.ts";
import { referrersOf } from "../image/referrers-of.ts";
import type { FoundPush, ImagePlace } from "./find-pushed.ts";
import type { PushedBlob, PushedImage, PushedTree } from "./pushed-image.ts";

/** Reads all manifests to push, and finds their blobs. Throws `image-invalid` where anything is missing or differs. */
export async function readPushed({ images: places, indexFile }: FoundPush): Promise<PushedTree> {
  const blobs = new Map<string, PushedBlob>();
  const images: PushedImage[] = [];
  for (const place of places) images.push(await readImage(place, blobs));
  const all = [...blobs.values()];
  for (const { descriptor, layout } of all) await (await layout.openBlob(descriptor)).close();
  if (indexFile === undefined) return { blobs: all, images };
  return { blobs: all, images, index: await readIndex(indexFile, images) };
}

async function readImage(
  { variant, architecture, bootable, layout: path, manifestDigest }: ImagePlace,
  blobs: Map<string, PushedBlob>,
): Promise<PushedImage> {
  const layout = await openLayout(path);
  const found = layout.index.manifests.find(({ digest }) => digest === manifestDigest);
  if (found === undefined) throw invalidImage(`${path} does not list its image ${manifestDigest}`);
  const { config, layers } = await layout.readDocument(found, imageManifestSchema);
  const referrers = await referrersOf(layout, manifestDigest);
  const needed = [
    ...layers,
    config,
    ...referrers.flatMap(({ manifest }) => [...manifest.layers, manifest.config]),
  ];
  for (const descriptor of needed) {
    if (!blobs.has(descriptor.digest)) blobs.set(descriptor.digest, { descriptor, layout });
  }
  return {
    ...(variant === undefined ? {} : { variant }),
    architecture,
    bootable,
    manifest: await manifestBytes(layout, found),
    referrers: await Promise.all(
      referrers.map(async ({ descriptor, manifest }) => ({
        ...(await manifestBytes(layout, descriptor)),
        manifest,
      })),
    ),
  };
}

async function manifestBytes(layout: Layout, descriptor: Descriptor): Promise<ManifestBytes> {
  await using file = await layout.openBlob(descriptor);
  const bytes = await file.readFile();
  const { digest, mediaType } = descriptor;
  if (digestOfBytes(bytes) !== digest)
    throw invalidImage(`${layout.path}: ${digest} has the digest ${digestOfBytes(bytes)}`);
  return { digest, mediaType, bytes };
}

/** Reads the index of a variant, which must name the images that are pushed, and nothing else. */
async function readIndex(path: string, images: readonly PushedImage[]): Promise<ManifestBytes> {
  let bytes: Buffer;
  let named: string[];
  try {
    bytes = await readFile(path);
    named = imageIndexSchema.parse(JSON.parse(bytes.toString())).manifests.map(({ digest }) => digest);
  } catch (error) {
    throw invalidImage(`cannot read the index of the images, ${path}: ${reasonOf(error)}`, error);
  }
  const pushed = new Set<string>(images.map(({ manifest }) => manifest.digest));
  if (named.length !== pushed.size || named.some((digest) => !pushed.has(digest)))
    throw invalidImage(`${path} names other images than those of the compose`);
  return { digest: digestOfBytes(bytes), mediaType: mediaTypes.index, bytes };
}
