import * as z from "zod";
import { annotationsSchema, type Descriptor, descriptorOf, descriptorSchema } from "./descriptor.ts";
import { mediaTypes } from "./media-types.ts";

/** Is the configuration of an artifact, which has none (OCI image specification 1.1, manifest.md). */
export const emptyConfig = "{}";

/** Describes a manifest that says something about another one: a referrer of its subject. */
export const artifactManifestSchema = z.looseObject({
  schemaVersion: z.literal(2),
  mediaType: z.literal(mediaTypes.manifest),
  artifactType: z.string(),
  config: descriptorSchema,
  layers: z.array(descriptorSchema).min(1),
  subject: descriptorSchema,
  annotations: annotationsSchema.optional(),
});
export type ArtifactManifest = z.infer<typeof artifactManifestSchema>;

interface Artifact {
  readonly artifactType: string;
  /** The manifest that it is about. */
  readonly subject: Descriptor;
  readonly content: Descriptor;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Makes the manifest of a document about an image, which registries list as a referrer of it. */
export function artifactManifest({
  artifactType,
  subject: { mediaType, digest, size },
  content,
  annotations,
}: Artifact): ArtifactManifest {
  return {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    artifactType,
    config: descriptorOf(mediaTypes.empty, emptyConfig),
    layers: [content],
    subject: { mediaType, digest, size },
    annotations: { ...annotations },
  };
}
