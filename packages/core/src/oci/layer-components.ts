import type { Descriptor } from "./descriptor.ts";
import { componentsAnnotation, layersLabel, parseComponents } from "../layers/layer-label.ts";

/** The components of each layer, as far as an image tells: one that is derived from it has more layers at its end. */
export function layerComponents(
  layers: readonly Descriptor[],
  labels: Readonly<Record<string, string>>,
): (readonly string[] | undefined)[] {
  const byLabel = labels[layersLabel]?.split(" ") ?? [];
  return layers.map(({ annotations }, index) => {
    const text =
      annotations?.[componentsAnnotation] ?? (byLabel.length <= layers.length ? byLabel[index] : undefined);
    const names = parseComponents(text ?? "");
    return names.length === 0 ? undefined : names;
  });
}
