import { DpkgDatabase } from "@debootc/core/lint/facts/dpkg-database";
import { hardlinkFaults } from "@debootc/core/lint/facts/hardlink-faults";
import { pathsThroughLinks } from "@debootc/core/lint/facts/paths-through-links";
import type { LintSubject, PackagedMode } from "@debootc/core/lint/lint-subject";
import { LintTree } from "@debootc/core/lint/tree/lint-tree";
import { escapedName } from "@debootc/core/tar/escaped-name";
import type { OpenImage } from "../image/open-image.ts";
import { readTree } from "./read-tree.ts";

/** A subject, and the files of it that rules would look into but that are too large. */
export interface ReadSubject {
  readonly subject: LintSubject;
  readonly unread: readonly string[];
}

/** Reads all layers of an image, their digests checked. Throws `image-invalid`, `archive-invalid`, `cancelled`. */
export async function readImage(
  image: OpenImage,
  packagedModes: readonly PackagedMode[],
  signal: AbortSignal,
): Promise<ReadSubject> {
  const layers = image.layers.map((_, index) => () => image.readLayer(index, { readName: escapedName }));
  const { listings, merged, contentOf, unread } = await readTree(layers, signal);
  const entries = listings.map((listing) => listing.entries);
  const tree = new LintTree(merged, { contentOf });
  const { config } = image.config;
  const subject: LintSubject = {
    tree,
    dpkg: new DpkgDatabase(tree),
    packagedModes,
    image: {
      labels: config?.Labels ?? {},
      annotations: image.manifest.annotations ?? {},
      environment: config?.Env ?? [],
      layers: image.layers.map(({ descriptor: { digest }, diffId }) => ({ digest, diffId })),
      hardlinks: hardlinkFaults(entries, merged),
      throughLinks: pathsThroughLinks(entries, merged),
    },
  };
  return { subject, unread };
}
