import { isGenerated } from "./generated-component.ts";
import type { LayerPlan } from "./layer-plan.ts";

/**
 * Orders layers and the names in them. Stable layers come first, because stores that identify a layer by all layers
 * below it (such as Docker's) reuse only an unchanged beginning.
 */
export function orderedLayers(
  layers: readonly (readonly string[])[],
  isOften: (component: string) => boolean,
): LayerPlan {
  const rank = (layer: readonly string[]) =>
    layer.some((name) => isGenerated(name)) ? 2 : layer.some((name) => isOften(name)) ? 1 : 0;
  return layers
    .map((layer) => layer.toSorted(byText))
    .sort((a, b) => rank(a) - rank(b) || byText(a[0] ?? "", b[0] ?? ""));
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
