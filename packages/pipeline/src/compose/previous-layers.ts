import type { LayerPlan } from "@debootc/core/layers/layer-plan";
import { hasErrno } from "@debootc/tools/errno";
import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { findCompose } from "./find-compose.ts";
import { openImage } from "../image/open-image.ts";
import { layersOfImage } from "../layers/layers-of-image.ts";

interface Kind {
  /** Debian's name. */
  readonly architecture: string;
  readonly outputDir: string;
}

/**
 * The layer plan of an image named by a user: an OCI layout, or a compose by directory, ID or `latest`; `undefined`
 * when it carries none, as images of others. Throws `usage` when there is no such image, `image-invalid`.
 */
export async function previousLayers(
  name: string,
  { architecture, outputDir }: Kind,
): Promise<LayerPlan | undefined> {
  const layout = (await isLayout(resolve(name)))
    ? resolve(name)
    : (await findCompose(name, outputDir)).result.image.layout;
  return layersOfImage(await openImage(layout, { architecture }));
}

async function isLayout(directory: string): Promise<boolean> {
  try {
    return (await stat(join(directory, "oci-layout"))).isFile();
  } catch (error) {
    if (hasErrno(error, "ENOENT", "ENOTDIR")) return false;
    throw error;
  }
}
