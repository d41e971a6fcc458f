import { diffImages } from "@debootc/core/diff/diff-images";
import type { ImageDiff } from "@debootc/core/diff/image-diff";
import type { Digest } from "@debootc/core/record/digest";
import type { DiffRequest } from "@debootc/core/request/diff-request";
import type { LayerListing } from "../image/list-layer.ts";
import type { PipelineDependencies } from "../pipeline-dependencies.ts";
import { findImage } from "../image/find-image.ts";
import { readComparedImage } from "./read-compared-image.ts";

/** Reads two images and reports how they differ (`debootc diff`). Layers that both have are read once. */
export async function runDiff(
  request: Pick<DiffRequest, "old" | "new" | "files" | "arch" | "outputDir">,
  { signal }: Pick<PipelineDependencies, "signal">,
): Promise<ImageDiff> {
  const { outputDir } = request;
  // Both are looked for first: a wrong name should be reported before a minute of reading.
  const old = await findImage(request.old, outputDir);
  const current = await findImage(request.new, outputDir);
  const options = { architecture: request.arch, listings: new Map<Digest, LayerListing>(), signal };
  return diffImages(await readComparedImage(old, options), await readComparedImage(current, options), {
    withPaths: request.files,
  });
}
