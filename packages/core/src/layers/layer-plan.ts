import * as z from "zod";

/** Names of the components of each layer: those of a layer sorted, the layers in the image's order. */
export const layerPlanSchema = z
  .array(z.array(z.string().min(1)).min(1).readonly())
  .min(1)
  .readonly();
export type LayerPlan = z.infer<typeof layerPlanSchema>;

/** Docker stops at 127 layers, and bootc of before 1.9 at 128. */
export const layerLimit = 127;

/** As few as serve: every layer costs a host a round trip. */
export const defaultMaxLayers = 96;
