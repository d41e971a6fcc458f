import type { LayerPlan } from "./layer-plan.ts";

/** The label of an image that says which components each of its layers holds; it survives where annotations are lost. */
export const layersLabel = "debootc.layers";

/** The annotation of a layer's descriptor, in the word that ostree's own images use. */
export const componentsAnnotation = "ostree.components";

/** Layers parted by spaces, the components of each by commas. */
export function formatLayersLabel(plan: LayerPlan): string {
  return plan.map(formatComponents).join(" ");
}

export function formatComponents(names: readonly string[]): string {
  return names.join(",");
}

export function parseComponents(text: string): string[] {
  return text.split(",").filter(Boolean);
}
