import * as z from "zod";
import { digestSchema } from "../record/digest.ts";

/**
 * Lists a layer's states. `kept`: the old image has the same blob. `repacked`: it has the same tar in another
 * blob, which most hosts fetch anyway. `new`: it has neither.
 */
export const layerStates = ["kept", "repacked", "new"] as const;
export type LayerState = (typeof layerStates)[number];

/** Explains why a layer is new. */
export const layerReasonSchema = z.strictObject({
  /** What differs from the old image, largest first. */
  changed: z.array(
    z.strictObject({
      /** Absent for paths that belong to no known component. */
      component: z.string().optional(),
      paths: z.int().min(1),
      /** Bytes of the files that are new or have new contents. */
      bytes: z.int().min(0),
      /** One of the paths. */
      example: z.string(),
    }),
  ),
  /** Components that were not in the layer whose place it takes. */
  joined: z.array(z.string()),
  /** Components of that layer that are not in this one. */
  left: z.array(z.string()),
});
export type LayerReason = z.infer<typeof layerReasonSchema>;

export const layerChangeSchema = z.strictObject({
  /** Position in the new image, from 0. */
  index: z.int().min(0),
  digest: digestSchema,
  diffId: digestSchema,
  /** Bytes as stored. */
  size: z.int().min(0),
  state: z.enum(layerStates),
  /** Its components, according to the image. */
  components: z.array(z.string()).optional(),
  reason: layerReasonSchema.optional(),
});
export type LayerChange = z.infer<typeof layerChangeSchema>;
