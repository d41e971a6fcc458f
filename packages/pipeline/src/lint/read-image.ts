import { DpkgDatabase } from "@debootc/core/lint/subject/dpkg-database";
import { hardlinkFaults } from "@debootc/core/lint/subject/hardlink-faults";
import { pathsThroughLinks } from "@debootc/core/lint/subject/paths-through-links";
import type { LintSubject } from "@debootc/core/lint/subject/lint-subject";
import { absolute, lintEntry } from "@debootc/core/lint/subject/lint-entry";
import { LintTree } from "@debootc/core/lint/subject/lint-tree";
import { wantedContent } from "@debootc/core/lint/wanted-content";
import { escapedName } from "@debootc/core/tar/escaped-name";
import type { OpenImage } from "../image/open-image.ts";
import { readInitramfs } from "./read-initramfs.ts";
import { type ReadTree, readTree } from "./read-tree.ts";

/** Holds a subject, and those of its files that rules would look into but that are too large. */
export interface ReadSubject {
  readonly subject: LintSubject;
  readonly unread: readonly string[];
}

/** Reads all layers of an image and checks their digests. Throws `image-invalid`, `archive-invalid`, `cancelled`. */
export async function readImage(image: OpenImage, signal: AbortSignal): Promise<ReadSubject> {
  const layers = image.layers.map((_, index) => () => image.readLayer(index, { readName: escapedName }));
  const { listings, merged, contentOf, unread } = await readTree(layers, signal);
  const entries = listings.map((listing) => listing.entries);
  const tree = new LintTree(merged, { contentOf });
  const { config } = image.config;
  const subject: LintSubject = {
    tree,
    dpkg: new DpkgDatabase(tree),
    initramfs: await readInitramfs(tree, signal),
    packagedModes: [],
    packagesRead: new Set(),
    image: {
      labels: config?.Labels ?? {},
      annotations: image.manifest.annotations ?? {},
      environment: config?.Env ?? [],
      layers: image.layers.map(({ descriptor: { digest }, diffId }) => ({ digest, diffId })),
      hardlinks: hardlinkFaults(entries, merged),
      throughLinks: pathsThroughLinks(entries, merged),
      hidden: hiddenFiles(listings, merged),
    },
  };
  return { subject, unread };
}

function hiddenFiles(listings: ReadTree["listings"], merged: ReadTree["merged"]) {
  const seen = new Set([...merged.entries.values()].map(({ inode }) => inode.entry));
  return listings.flatMap(({ entries, contents }, layer) =>
    entries.flatMap((entry, index) =>
      entry.type !== "file" || seen.has(entry) || wantedContent(absolute(entry.path)) === undefined
        ? []
        : [{ entry: lintEntry(entry, contents.get(index)), layer }],
    ),
  );
}
