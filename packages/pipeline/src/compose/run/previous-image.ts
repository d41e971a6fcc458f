import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Reporter } from "@debootc/core/event/event";
import { layerComponents } from "@debootc/core/oci/layer-components";
import type { LayerPlan } from "@debootc/core/layers/layer-plan";
import { type NamedPlace, placeIn } from "@debootc/core/request/fields/named-place";
import type { Digest } from "@debootc/core/record/digest";
import { findImage } from "../../image/find-image.ts";
import { openImage } from "../../image/open-image.ts";
import { readImageFiles } from "../../image/read-image-files.ts";
import { readImageTree } from "../../image/read-image-tree.ts";

interface Kind {
  readonly variant: string;
  /** Debian's name, also for a layout that has several. */
  readonly architecture: string;
  readonly outputDir: string;
}

export interface PreviousImage {
  /** The layer plan of an image that says what its layers hold. */
  readonly layers?: LayerPlan;
  /** Digests of its blobs, which a host with this image has. */
  readonly blobs: ReadonlySet<Digest>;
  /** Reads files of the image by their paths relative to its root; what it lacks is left out. Reads all layers. */
  readonly readFiles: (paths: readonly string[], signal: AbortSignal) => Promise<Map<string, Buffer>>;
}

interface Choice {
  /** The image that the user named; `none` for an image that follows none. */
  readonly named: NamedPlace | undefined;
  /** ID of the compose before this one. */
  readonly previous: string | undefined;
}

/**
 * Finds the image whose layers a compose keeps: the one that a user named, else that of the compose before. The latter
 * may have been removed to save space, which only makes the next update larger: that is a warning.
 */
export async function followedImage(
  { named, previous }: Choice,
  kind: Kind,
  report: Reporter,
): Promise<PreviousImage | undefined> {
  if (named?.given === "none") return undefined;
  if (named !== undefined) return previousImage(named, kind);
  if (previous === undefined) return undefined;
  try {
    return await previousImage(
      placeIn(kind.outputDir, `${previous}/${kind.variant}/${kind.architecture}`),
      kind,
    );
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
 * Opens the image that a compose follows, named as an OCI layout or a compose. Its layer plan is read from its label or the
 * annotations of its layers. Throws `usage` when there is no such image, `image-invalid`.
 */
async function previousImage(name: NamedPlace, { architecture, outputDir }: Kind): Promise<PreviousImage> {
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
