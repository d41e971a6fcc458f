import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { blobPath } from "@debootc/core/oci/descriptor";
import type { TreeEntry } from "@debootc/core/tree/tree-entry";
import { findCompose } from "@debootc/pipeline/composed/find-compose";
import { openImage } from "@debootc/pipeline/image/open-image";
import { readTreeListing } from "@debootc/pipeline/layers/read-tree-listing";
import { listRoot } from "@debootc/pipeline/tree/list-root";
import { run } from "@debootc/tools/run";
import { repository } from "../repository/repository.ts";
import { userEnvironment } from "./user-environment.ts";

/** A root that debootc composed, unpacked from its image. */
export interface ComposedRoot {
  readonly root: string;
  readonly listing: string;
  readonly entries: readonly TreeEntry[];
  /** The OCI layout it came in. */
  readonly layout: string;
}

/** Composes a treefile as a user would, and unpacks the image's layers into a directory. */
export async function composedRoot(
  treefile: string,
  directory: string,
  { outputDir, previousImage = "none" }: { outputDir: string; previousImage?: string },
): Promise<ComposedRoot> {
  await run({
    tool: `${repository}/bin/debootc`,
    args: ["compose", treefile, "--output-dir", outputDir, "--previous-image", previousImage],
    env: userEnvironment(),
  });
  const { layout } = (await findCompose("latest", outputDir)).result.image;
  const root = join(directory, "root");
  await rm(directory, { recursive: true, force: true });
  await mkdir(root, { recursive: true });
  const { layers } = await openImage(layout);
  for (const { descriptor } of layers) {
    const blob = join(layout, blobPath(descriptor.digest));
    await run({
      tool: "tar",
      args: [
        "--extract",
        "--zstd",
        `--file=${blob}`,
        `--directory=${root}`,
        "--same-owner",
        "--xattrs",
        "--xattrs-include=*",
      ],
    });
  }
  const listing = join(directory, "tree.jsonl");
  await listRoot(root, listing, Number.MAX_SAFE_INTEGER, new AbortController().signal);
  return { root, listing, entries: await readTreeListing(listing), layout };
}
