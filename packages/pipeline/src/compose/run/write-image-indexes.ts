import type { ComposedLeg } from "@debootc/core/compose/composed-leg";
import { imageIndexFile } from "@debootc/core/compose/image-index-file";
import { blobPath } from "@debootc/core/oci/descriptor";
import { multiPlatformIndex } from "@debootc/core/oci/image-index";
import { mediaTypes } from "@debootc/core/oci/media-types";
import { canonicalJson } from "@debootc/core/record/canonical-json";
import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Writes an index of the images of each variant that is there for several architectures: what a registry gets last, so that
 * one name is the image for all of them. `top` is the directory `compose`. Returns the paths of the indexes.
 */
export async function writeImageIndexes(
  top: string,
  legs: readonly Pick<ComposedLeg, "variant" | "architecture" | "image">[],
): Promise<string[]> {
  const paths: string[] = [];
  for (const [variant, ofVariant] of Map.groupBy(legs, (leg) => leg.variant)) {
    if (ofVariant.length < 2) continue;
    const images = ofVariant.map(async ({ architecture, image: { layout, manifestDigest: digest } }) => {
      const { size } = await stat(join(layout, blobPath(digest)));
      return { architecture, manifest: { mediaType: mediaTypes.manifest, digest, size } };
    });
    const path = join(top, variant, imageIndexFile);
    await writeFile(path, canonicalJson(multiPlatformIndex(await Promise.all(images))));
    paths.push(path);
  }
  return paths;
}
