import * as z from "zod";
import { digestSchema } from "../record/digest.ts";
import { defineRecord } from "../record/record.ts";

/** Records the blob of a layer. */
export const layerRecord = defineRecord("layer", 1, {
  /** Digest of the blob. */
  digest: digestSchema,
  /** Digest of the uncompressed tar, which identifies the contents however they are compressed. */
  diffId: digestSchema,
  mediaType: z.string(),
  /** Bytes as stored. */
  size: z.int().min(0),
  /** Bytes of the uncompressed tar. */
  uncompressedSize: z.int().min(0),
  /** What compressed it, such as `zstd 1.5.7, level 3`; another encoder makes another blob of an equal tar. */
  encoder: z.string(),
});
export type LayerRecord = z.infer<typeof layerRecord.schema>;
