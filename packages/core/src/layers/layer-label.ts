import { printable } from "../text/printable.ts";
import type { LayerPlan } from "./layer-plan.ts";

/** Names the image label that lists the components of each layer; it survives where annotations are lost. */
export const layersLabel = "debootc.layers";

/** Names the annotation with a layer's components on its descriptor, as ostree's own images do. */
export const componentsAnnotation = "ostree.components";

/** Formats layers separated by spaces, the components of each by commas. */
export function formatLayersLabel(plan: LayerPlan): string {
  return plan.map(formatComponents).join(" ");
}

export function formatComponents(names: readonly string[]): string {
  return printable(names.join(","));
}

export function parseComponents(text: string): string[] {
  return text.split(",").filter(Boolean);
}
