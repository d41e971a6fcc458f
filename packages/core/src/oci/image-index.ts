import * as z from "zod";
import { annotationsSchema, type Descriptor, descriptorSchema } from "./descriptor.ts";
import { dockerMediaTypes, mediaTypes } from "./media-types.ts";

/** A list of manifests (OCI image specification, image-index.md); `index.json` of a layout is one. */
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

const refNameAnnotation = "org.opencontainers.image.ref.name";

/** What a manifest is called in its layout. */
export function tagOf(manifest: Descriptor): string | undefined {
  return manifest.annotations?.[refNameAnnotation];
}

/** A manifest as tools find it in a layout: `oci:<directory>:<tag>`. */
export function withTag(manifest: Descriptor, tag: string): Descriptor {
  return { ...manifest, annotations: { ...manifest.annotations, [refNameAnnotation]: tag } };
}
