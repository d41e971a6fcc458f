import * as z from "zod";

/** Describes the components of each layer by name: sorted within a layer, with the layers in the image's order. */
export const layerPlanSchema = z
  .array(z.array(z.string().min(1)).min(1).readonly())
  .min(1)
  .readonly();
export type LayerPlan = z.infer<typeof layerPlanSchema>;

/** Limits the layers of an image: Docker supports at most 127, and bootc before 1.9 at most 128. */
export const layerLimit = 127;

/** Keeps the default number of layers low: every layer costs a host a round trip. */
export const defaultMaxLayers = 96;
