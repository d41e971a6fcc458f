import * as z from "zod";
import { digestSchema } from "../record/digest.ts";
import { defineRecord } from "../record/record.ts";

/** Records what each layer of an image will contain, next to the listings of the layers. */
export const layersRecord = defineRecord("layers", 1, {
  layers: z
    .array(
      z.strictObject({
        components: z.array(z.string().min(1)).min(1),
        /** Digest of the layer's listing: equal listings give equal layers. */
        listing: digestSchema,
        /** Number of entries, including the directories above them. */
        entries: z.int().min(1),
        /** Size of the files' contents. */
        bytes: z.int().min(0),
      }),
    )
    .min(1),
});
export type LayersRecord = z.infer<typeof layersRecord.schema>;
