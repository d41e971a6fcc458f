import type { ComparedImage } from "@debootc/core/diff/diff-images";
import { layerComponents } from "@debootc/core/oci/layer-components";
import type { Digest } from "@debootc/core/record/digest";
import type { LayerListing } from "../image/list-layer.ts";
import { openImage } from "../image/open-image.ts";
import { type ImageTree, readImageTree } from "../image/read-image-tree.ts";
import type { FoundImage } from "../image/find-image.ts";
import { readPackages } from "./read-packages.ts";

interface ReadComparedOptions {
  /** Debian's name, for a layout that has several. */
  readonly architecture: string;
  /** Of layers that were read already, by diffID. */
  readonly listings: Map<Digest, LayerListing>;
  readonly signal: AbortSignal;
}

/** Reads all of an image that is compared, whoever made it: every layer is read and verified. */
export async function readComparedImage(
  { layout, tag, compose }: FoundImage,
  { architecture, listings, signal }: ReadComparedOptions,
): Promise<ComparedImage> {
  const image = await openImage(layout, { tag, preferred: architecture });
  const tree = await readImageTree(image, { digests: true, listings, signal });
  const installed = await readPackages(image, tree, signal);
  const labels = image.config.config?.Labels ?? {};
  const components = layerComponents(image.manifest.layers, labels);
  return {
    identity: {
      layout,
      ...(image.tag === undefined ? {} : { tag: image.tag }),
      manifestDigest: image.manifestDigest,
      architecture: image.config.architecture,
      kernels: kernelsOf(tree),
      ...(compose === undefined
        ? {}
        : { compose: { id: compose.composeId, ref: compose.ref, checksum: compose.commit.checksum } }),
    },
    labels,
    ...installed,
    layers: image.layers.map(({ descriptor: { digest, size }, diffId }, index) => {
      const names = components[index];
      return { digest, diffId, size, ...(names === undefined ? {} : { components: names }) };
    }),
    tree,
  };
}

/** Releases of the kernels, where ostree and bootc have them and where Debian installs them. */
function kernelsOf(tree: ImageTree): string[] {
  const inModules = tree
    .list("usr/lib/modules")
    .filter((path) => tree.find(`${path}/vmlinuz`) !== undefined)
    .map((path) => path.slice(path.lastIndexOf("/") + 1));
  const inBoot = tree.list("boot").flatMap((path) => /\/vmlinuz-(.+)$/.exec(path)?.[1] ?? []);
  return [...new Set([...inModules, ...inBoot])].sort();
}
