import type { Descriptor } from "../oci/descriptor.ts";

/** Says what each layer holds where annotations were lost: layers parted by spaces, their components by commas. */
export const layersLabel = "debootc.layers";

/** Of one layer: its components, parted by commas; ostree's own images have it too. */
const componentsAnnotation = "ostree.components";

/** The components of each layer, as far as an image tells: one that is derived from it has more layers at its end. */
export function layerComponents(
  layers: readonly Descriptor[],
  labels: Readonly<Record<string, string>>,
): (readonly string[] | undefined)[] {
  const byLabel = labels[layersLabel]?.split(" ") ?? [];
  return layers.map(({ annotations }, index) => {
    const text =
      annotations?.[componentsAnnotation] ?? (byLabel.length <= layers.length ? byLabel[index] : undefined);
    const names = text?.split(",").filter(Boolean) ?? [];
    return names.length === 0 ? undefined : names;
  });
}
