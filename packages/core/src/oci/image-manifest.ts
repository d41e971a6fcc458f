import * as z from "zod";
import { annotationsSchema, type Descriptor, descriptorSchema } from "./descriptor.ts";
import { dockerMediaTypes, mediaTypes } from "./media-types.ts";

/** Describes an image of one platform (OCI image specification, manifest.md). */
export const imageManifestSchema = z.looseObject({
  schemaVersion: z.literal(2),
  mediaType: z.enum([mediaTypes.manifest, dockerMediaTypes.manifest]).optional(),
  config: descriptorSchema,
  layers: z.array(descriptorSchema).min(1),
  annotations: annotationsSchema.optional(),
});
export type ImageManifest = z.infer<typeof imageManifestSchema>;

interface ImageManifestContent {
  readonly config: Descriptor;
  /** Lowest first. */
  readonly layers: readonly Descriptor[];
  readonly annotations: Readonly<Record<string, string>>;
}

export function imageManifest({ config, layers, annotations }: ImageManifestContent): ImageManifest {
  return {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config,
    layers: [...layers],
    annotations: { ...annotations },
  };
}
