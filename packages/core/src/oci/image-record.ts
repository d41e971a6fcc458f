import * as z from "zod";
import { digestSchema } from "../record/digest.ts";
import { defineRecord } from "../record/record.ts";
import { layerCompressions } from "./media-types.ts";

/** Records next to an OCI layout how the image is identified, so that the layout need not be read. */
export const imageRecord = defineRecord("image", 2, {
  manifestDigest: digestSchema,
  configDigest: digestSchema,
  /** Tag of the manifest in the layout's index. */
  tag: z.string(),
  bootable: z.boolean(),
  /** Digests of the layers as uncompressed tar, which identify the contents however they are compressed. */
  diffIds: z.array(digestSchema).min(1),
  layers: z
    .array(
      z.strictObject({
        digest: digestSchema,
        diffId: digestSchema,
        mediaType: z.string(),
        /** Bytes as stored. */
        size: z.int().min(0),
        /** Bytes of the uncompressed tar. */
        uncompressedSize: z.int().min(0),
        /** Its components: source packages, and what triggers made; absent in version 1, which had a single layer. */
        components: z.array(z.string()).min(1).optional(),
      }),
    )
    .min(1),
  compression: z.enum(layerCompressions),
  /** What compressed the layers, such as `zstd 1.5.7, level 3`; another encoder makes other blobs of equal layers. */
  encoder: z.string(),
  /** Bytes of manifest, configuration and layers: what is sent to a registry. */
  size: z.int().min(0),
});
export type ImageRecord = z.infer<typeof imageRecord.schema>;
