import { type ArtifactManifest, artifactManifestSchema } from "@debootc/core/oci/artifact-manifest";
import type { Descriptor } from "@debootc/core/oci/descriptor";
import { imageManifestSchema } from "@debootc/core/oci/image-manifest";
import { mediaTypes } from "@debootc/core/oci/media-types";
import type { Digest } from "@debootc/core/record/digest";
import type { Layout } from "./open-layout.ts";

/** Is a manifest in a layout that says something about another one. */
export interface Referrer {
  readonly descriptor: Descriptor;
  readonly manifest: ArtifactManifest;
}

/** Lists what a layout has about an image, in the order of its index. Throws `image-invalid`. */
export async function referrersOf(layout: Layout, image: Digest): Promise<readonly Referrer[]> {
  const found: Referrer[] = [];
  for (const descriptor of layout.index.manifests) {
    if (descriptor.mediaType !== mediaTypes.manifest || descriptor.digest === image) continue;
    const { data: manifest } = artifactManifestSchema.safeParse(
      await layout.readDocument(descriptor, imageManifestSchema),
    );
    if (manifest?.subject.digest === image) found.push({ descriptor, manifest });
  }
  return found;
}
