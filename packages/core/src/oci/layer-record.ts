import * as z from "zod";
import { digestSchema } from "../record/digest.ts";
import { defineRecord } from "../record/record.ts";

/** The blob of a layer. */
export const layerRecord = defineRecord("layer", 1, {
  /** Of the blob. */
  digest: digestSchema,
  /** Of the bare tar: this identifies the content, whatever compressed it. */
  diffId: digestSchema,
  mediaType: z.string(),
  /** Bytes as stored. */
  size: z.int().min(0),
  /** Bytes of the bare tar. */
  uncompressedSize: z.int().min(0),
  /** What compressed it, such as `zstd 1.5.7, level 3`: another one gives another blob for an equal tar. */
  encoder: z.string(),
});
export type LayerRecord = z.infer<typeof layerRecord.schema>;
