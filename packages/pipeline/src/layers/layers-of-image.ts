import {
  componentsAnnotation,
  layersLabel,
  parseComponents,
  parseLayersLabel,
} from "@debootc/core/layers/layer-label";
import type { LayerPlan } from "@debootc/core/layers/layer-plan";
import type { OpenImage } from "../image/open-image.ts";

/**
 * The layer plan that an image carries, in its label or, of images that others wrote, in the annotations of its
 * layers; `undefined` when it has none. A label that does not fit the layers belonged to another image.
 */
export function layersOfImage({ config, manifest }: OpenImage): LayerPlan | undefined {
  const label = config.config?.Labels?.[layersLabel];
  const plan = label === undefined ? undefined : parseLayersLabel(label);
  if (plan?.length === manifest.layers.length) return plan;
  const annotated = manifest.layers.map(({ annotations }) =>
    parseComponents(annotations?.[componentsAnnotation] ?? ""),
  );
  const found = annotated.filter((names) => names.length > 0);
  return found.length === 0 ? undefined : found;
}
