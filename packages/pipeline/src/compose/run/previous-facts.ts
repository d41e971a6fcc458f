import { packagesRecord } from "@debootc/core/compose/packages-metadata";
import type { ComposeFacts } from "@debootc/core/diff/compose-changes";
import { layerComponents } from "@debootc/core/oci/layer-components";
import { placeIn } from "@debootc/core/request/fields/named-place";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openImage } from "../../image/open-image.ts";
import { findCompose } from "../../composed/find-compose.ts";

interface Kind {
  readonly outputDir: string;
  readonly variant: string;
  readonly architecture: string;
}

/**
 * Reads what an earlier compose recorded about itself, without its image. Undefined when a part of it was removed or is
 * of another debootc: the report then does without, and nothing fails.
 */
export async function previousFacts(
  id: string,
  { outputDir, variant, architecture }: Kind,
): Promise<ComposeFacts | undefined> {
  try {
    const { directory, result } = await findCompose(
      placeIn(outputDir, `${id}/${variant}/${architecture}`),
      outputDir,
    );
    const file = join(directory, "compose/metadata/packages.json");
    const { variants } = packagesRecord.parse(await readFile(file, "utf8"), file);
    const composed = variants[variant]?.[architecture] ?? [];
    // Without sizes, as version 1 of the record, every package would seem to have grown.
    if (composed.every(({ installedSize }) => installedSize === undefined)) return undefined;
    const layout = join(directory, "compose", variant, architecture, "oci");
    const image = await openImage(layout, { tag: result.image.tag });
    const components = layerComponents(image.manifest.layers, image.config.config?.Labels ?? {});
    return {
      id,
      treeVersion: result.treeVersion,
      kernel: result.kernel,
      checksum: result.commit.checksum,
      packages: composed.map(({ installedSize = 0, ...rest }) => ({ ...rest, installedSize })),
      layers: image.layers.map(({ descriptor: { digest, size }, diffId }, index) => {
        const names = components[index];
        return { digest, diffId, size, ...(names === undefined ? {} : { components: names }) };
      }),
    };
  } catch {
    return undefined;
  }
}
