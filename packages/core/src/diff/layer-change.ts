import * as z from "zod";
import { digestSchema } from "../record/digest.ts";

/**
 * `kept`: the old image has the same blob. `repacked`: it has the same tar in another blob, which most hosts fetch again
 * all the same. `new`: it has neither.
 */
export const layerStates = ["kept", "repacked", "new"] as const;
export type LayerState = (typeof layerStates)[number];

/** Why a layer is new, as far as the images tell. */
export const layerReasonSchema = z.strictObject({
  /** Names of its components whose packages changed. */
  packages: z.array(z.string()),
  /** Components that were in another layer, or nowhere. */
  joined: z.array(z.string()),
  /** Components of the layer whose place it takes that are not in it any more. */
  left: z.array(z.string()),
  /** How many of its paths are new or other ones. */
  changedPaths: z.int().min(0),
  /** Bytes of the files among them whose content is. */
  changedBytes: z.int().min(0),
  /** A few of those paths. */
  examples: z.array(z.string()),
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
