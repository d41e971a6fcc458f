import { layerComponents } from "@debootc/core/layers/layer-components";
import type { LayerPlan } from "@debootc/core/layers/layer-plan";
import { findImage } from "../image/find-image.ts";
import { openImage } from "../image/open-image.ts";

interface Kind {
  /** Debian's name, for a layout that has several. */
  readonly architecture: string;
  readonly outputDir: string;
}

/**
 * The layer plan of an image named by a user as an OCI layout or a compose, from its label or the annotations of its
 * layers; `undefined` when it carries none. Throws `usage` when there is no such image, `image-invalid`.
 */
export async function previousLayers(
  name: string,
  { architecture, outputDir }: Kind,
): Promise<LayerPlan | undefined> {
  const { layout, tag } = await findImage(name, outputDir);
  const { manifest, config } = await openImage(layout, { tag, preferred: architecture });
  const layers = layerComponents(manifest.layers, config.config?.Labels ?? {}).flatMap((names) =>
    names === undefined ? [] : [names],
  );
  return layers.length === 0 ? undefined : layers;
}
