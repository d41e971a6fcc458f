import { imageIndexFile } from "../compose/image-index-file.ts";
import type { ComposeRecord } from "../compose/compose-record.ts";
import type { Digest } from "../record/digest.ts";

/** Holds what a tag of each variant has to mean: its only image, or the index of those of all its architectures. */
export type ReleaseImages = Readonly<Record<string, Digest>>;

/**
 * Returns the images of a release by their variants. `digests` are those of the files of its compose; a variant for several
 * architectures whose index is not among them has none.
 */
export function releaseImages(
  { legs }: Pick<ComposeRecord, "legs">,
  digests: ReadonlyMap<string, Digest>,
): ReleaseImages {
  const images: Record<string, Digest> = {};
  for (const [variant, ofVariant] of Map.groupBy(legs, (leg) => leg.variant)) {
    const [first, second] = ofVariant;
    const index = digests.get(`${variant}/${imageIndexFile}`);
    const digest = second === undefined ? first?.image.manifestDigest : index;
    if (digest !== undefined) images[variant] = digest;
  }
  return images;
}
