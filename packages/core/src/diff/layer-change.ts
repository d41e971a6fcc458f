import * as z from "zod";
import { digestSchema } from "../record/digest.ts";

/**
 * `kept`: the old image has the same blob. `repacked`: it has the same tar in another blob, which most hosts fetch again
 * all the same. `new`: it has neither.
 */
export const layerStates = ["kept", "repacked", "new"] as const;
export type LayerState = (typeof layerStates)[number];

/** Why a layer is new. */
export const layerReasonSchema = z.strictObject({
  /** What of it is other than in the old image, the largest first. */
  changed: z.array(
    z.strictObject({
      /** Absent for what belongs to none that is known. */
      component: z.string().optional(),
      paths: z.int().min(1),
      /** Bytes of the files that are new or of other content. */
      bytes: z.int().min(0),
      /** One of the paths. */
      example: z.string(),
    }),
  ),
  /** Components that the layer whose place it takes did not have. */
  joined: z.array(z.string()),
  /** Components of that layer that it does not have. */
  left: z.array(z.string()),
});
export type LayerReason = z.infer<typeof layerReasonSchema>;

export const layerChangeSchema = z.strictObject({
  /** In the new image, from 0. */
  index: z.int().min(0),
  digest: digestSchema,
  diffId: digestSchema,
  /** Bytes as stored. */
  size: z.int().min(0),
  state: z.enum(layerStates),
  /** What the image says that it holds. */
  components: z.array(z.string()).optional(),
  reason: layerReasonSchema.optional(),
});
export type LayerChange = z.infer<typeof layerChangeSchema>;
