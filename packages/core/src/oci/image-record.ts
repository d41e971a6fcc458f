import * as z from "zod";
import { digestSchema } from "../record/digest.ts";
import { defineRecord } from "../record/record.ts";
import { layerCompressions } from "./media-types.ts";

/** The record beside an OCI layout: what the image is known by, without opening it. */
export const imageRecord = defineRecord("image", 2, {
  manifestDigest: digestSchema,
  configDigest: digestSchema,
  /** Tag of the manifest in the layout's index. */
  tag: z.string(),
  bootable: z.boolean(),
  /** Digests of the layers as bare tar: these identify the content, whatever compressed it. */
  diffIds: z.array(digestSchema).min(1),
  layers: z
    .array(
      z.strictObject({
        digest: digestSchema,
        diffId: digestSchema,
        mediaType: z.string(),
        /** Bytes as stored. */
        size: z.int().min(0),
        /** Bytes of the bare tar. */
        uncompressedSize: z.int().min(0),
        /** What the layer holds: source packages, and what triggers made; absent in version 1, which had one layer. */
        components: z.array(z.string()).min(1).optional(),
      }),
    )
    .min(1),
  compression: z.enum(layerCompressions),
  /** What compressed the layers, such as `zstd 1.5.7, level 3`: another one gives other blobs for equal layers. */
  encoder: z.string(),
  /** Bytes of manifest, configuration and layers: what a registry is sent. */
  size: z.int().min(0),
});
export type ImageRecord = z.infer<typeof imageRecord.schema>;
