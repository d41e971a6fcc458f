import type { ArtifactManifest } from "@debootc/core/oci/artifact-manifest";
import type { Descriptor } from "@debootc/core/oci/descriptor";
import type { ManifestBytes } from "@debootc/tools/registry/manifests";
import type { Layout } from "../image/open-layout.ts";

/** Is a blob to push, and the layout that has it. */
export interface PushedBlob {
  readonly descriptor: Descriptor;
  readonly layout: Layout;
}

/** Is a manifest about an image, such as that of an SBOM. */
export interface PushedReferrer extends ManifestBytes {
  readonly manifest: ArtifactManifest;
}

/** Is an image to push, with all that is attached to it. */
export interface PushedImage {
  /** Absent for an image of no compose. */
  readonly variant?: string;
  readonly architecture: string;
  readonly bootable: boolean;
  readonly manifest: ManifestBytes;
  readonly referrers: readonly PushedReferrer[];
}

/** Says all that a registry shall have at the end; read and checked before the first byte is sent. */
export interface PushedTree {
  /** Each once, whatever the number of images that have it. */
  readonly blobs: readonly PushedBlob[];
  readonly images: readonly PushedImage[];
  /** The index of the images of several architectures. */
  readonly index?: ManifestBytes;
}

/** Returns what the tags shall mean. */
export function topOf({ images, index }: PushedTree): ManifestBytes {
  const top = index ?? images[0]?.manifest;
  if (top === undefined) throw new Error("a push without an image");
  return top;
}

/** Lists what is signed: each image, which podman and bootc ask for, and the index, which cosign asks for. */
export function signedManifests({ images, index }: PushedTree): ManifestBytes[] {
  return [...images.map(({ manifest }) => manifest), ...(index === undefined ? [] : [index])];
}

/** Sums the sizes of blobs. */
export function bytesOf(blobs: readonly { readonly descriptor: { readonly size: number } }[]): number {
  return blobs.reduce((sum, { descriptor }) => sum + descriptor.size, 0);
}
