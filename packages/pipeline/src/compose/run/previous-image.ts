import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Reporter } from "@debootc/core/event/event";
import { layerComponents } from "@debootc/core/oci/layer-components";
import type { LayerPlan } from "@debootc/core/layers/layer-plan";
import type { Digest } from "@debootc/core/record/digest";
import { findImage } from "../../image/find-image.ts";
import { openImage } from "../../image/open-image.ts";
import { readImageFiles } from "../../image/read-image-files.ts";
import { readImageTree } from "../../image/read-image-tree.ts";

interface Kind {
  /** Debian's name, for a layout that has several. */
  readonly architecture: string;
  readonly outputDir: string;
}

export interface PreviousImage {
  /** Of an image that says what its layers hold. */
  readonly layers?: LayerPlan;
  /** Digests of its blobs: what a host of it has. */
  readonly blobs: ReadonlySet<Digest>;
  /** The bytes of files of it, by the paths given, relative to its root; what it has not is left out. Reads all layers. */
  readonly readFiles: (paths: readonly string[], signal: AbortSignal) => Promise<Map<string, Buffer>>;
}

interface Choice {
  /** By the user; `none` for an image that follows none. */
  readonly named: string | undefined;
  /** ID of the compose before this one. */
  readonly previous: string | undefined;
}

/**
 * The image whose layers a compose keeps: the one a user named, else that of the compose before. That may have been
 * removed to save space, which only costs the next update: it is a warning.
 */
export async function followedImage(
  { named, previous }: Choice,
  kind: Kind,
  report: Reporter,
): Promise<PreviousImage | undefined> {
  if (named === "none") return undefined;
  if (named !== undefined) return previousImage(named, kind);
  if (previous === undefined) return undefined;
  try {
    return await previousImage(previous, kind);
  } catch (error) {
    if (!(error instanceof DebootcError)) throw error;
    const message = `the layers are planned afresh, for the image of ${previous} cannot be read: ${error.message}`;
    const hint = "Name the image to follow with --previous-image, or none.";
    report({
      type: "diagnostic",
      diagnostic: { severity: "warning", code: "previous-image-unreadable", message, hint },
    });
    return undefined;
  }
}

/**
 * The image that a compose follows, named as an OCI layout or a compose. Its layer plan is read from its label or the
 * annotations of its layers. Throws `usage` when there is no such image, `image-invalid`.
 */
async function previousImage(name: string, { architecture, outputDir }: Kind): Promise<PreviousImage> {
  const { layout, tag } = await findImage(name, outputDir);
  const image = await openImage(layout, { tag, preferred: architecture });
  const { manifest, config } = image;
  const layers = layerComponents(manifest.layers, config.config?.Labels ?? {}).flatMap((names) =>
    names === undefined ? [] : [names],
  );
  return {
    ...(layers.length === 0 ? {} : { layers }),
    blobs: new Set(manifest.layers.map(({ digest }) => digest)),
    readFiles: async (paths, signal) =>
      readImageFiles(image, await readImageTree(image, { signal }), paths, signal),
  };
}
