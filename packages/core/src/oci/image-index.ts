import * as z from "zod";
import { annotationsSchema, type Descriptor, descriptorSchema } from "./descriptor.ts";
import { dockerMediaTypes, mediaTypes } from "./media-types.ts";
import { platformOf } from "./platform.ts";

/** Describes a list of manifests (OCI image specification, image-index.md), such as a layout's `index.json`. */
export const imageIndexSchema = z.looseObject({
  schemaVersion: z.literal(2),
  mediaType: z.enum([mediaTypes.index, dockerMediaTypes.index]).optional(),
  manifests: z.array(descriptorSchema),
  annotations: annotationsSchema.optional(),
});
export type ImageIndex = z.infer<typeof imageIndexSchema>;

export function imageIndex(manifests: readonly Descriptor[]): ImageIndex {
  return { schemaVersion: 2, mediaType: mediaTypes.index, manifests: [...manifests] };
}

/**
 * Returns the index of one image that there is for several architectures, by which a registry gives each machine its own.
 * They are sorted by the names of their platforms.
 */
export function multiPlatformIndex(
  images: readonly { readonly manifest: Descriptor; readonly architecture: string }[],
): ImageIndex {
  const manifests = images.map(({ manifest: { mediaType, digest, size }, architecture }) => ({
    ...{ mediaType, digest, size },
    platform: { ...platformOf(architecture) },
  }));
  return imageIndex(
    manifests.toSorted((a, b) => (a.platform.architecture < b.platform.architecture ? -1 : 1)),
  );
}

const refNameAnnotation = "org.opencontainers.image.ref.name";

/** Returns the tag of a manifest in its layout. */
export function tagOf(manifest: Descriptor): string | undefined {
  return manifest.annotations?.[refNameAnnotation];
}

/** Tags a manifest so that tools find it in a layout as `oci:<directory>:<tag>`. */
export function withTag(manifest: Descriptor, tag: string): Descriptor {
  return { ...manifest, annotations: { ...manifest.annotations, [refNameAnnotation]: tag } };
}
