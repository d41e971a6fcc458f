import * as z from "zod";
import { type Digest, digestOfBytes, digestSchema } from "../record/digest.ts";
import { platformSchema } from "./platform.ts";

export const annotationsSchema = z.record(z.string(), z.string());

/** Describes content and where it is (OCI image specification, descriptor.md). Unknown fields are kept. */
export const descriptorSchema = z.looseObject({
  mediaType: z.string(),
  digest: digestSchema,
  size: z.int().min(0),
  annotations: annotationsSchema.optional(),
  platform: platformSchema.optional(),
  /** What a manifest is that is no image. */
  artifactType: z.string().optional(),
});
export type Descriptor = z.infer<typeof descriptorSchema>;

export function descriptorOf(mediaType: string, bytes: Uint8Array | string): Descriptor {
  return { mediaType, digest: digestOfBytes(bytes), size: Buffer.byteLength(bytes) };
}

/** Returns the path of a blob below the directory of an OCI layout (image-layout.md). */
export function blobPath(digest: Digest): string {
  return `blobs/${digest.replace(":", "/")}`;
}
