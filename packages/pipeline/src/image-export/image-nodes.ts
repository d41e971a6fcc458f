import { defaultMaxLayers, type LayerPlan } from "@debootc/core/layers/layer-plan";
import type { ExportedImage } from "@debootc/core/oci/exported-image";
import { digestOf } from "@debootc/core/record/digest";
import type { ExportImageRequest } from "@debootc/core/request/export/export-image-request";
import { mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Cache, Lease } from "../cache/cache.ts";
import { codeDigests } from "../compose/run/code-digests.ts";
import { defineNode, type Node } from "../engine/node.ts";
import { slot } from "../engine/slot.ts";
import { layerBlobs } from "../image/layer-blobs.ts";
import { writeImage } from "../image/write-image.ts";
import { type Privilege, runPrivileged } from "../worker/run-privileged.ts";
import { describedTree } from "./described-tree.ts";
import type { TreeSource } from "./find-export-source.ts";
import { type PlannedTree, planTreeOperation } from "./plan-tree-operation.ts";

interface ImageSetting {
  readonly source: TreeSource;
  readonly request: ExportImageRequest;
  readonly previous: LayerPlan | undefined;
  readonly cache: Cache;
  readonly hold: (lease: Lease) => void;
  /** A directory of this export alone. */
  readonly scratch: string;
  readonly privilege: Privilege;
}

/** Is an image in a layout that stays as it is, with what it says about itself. */
export interface MadeImage
  extends Pick<
    ExportedImage,
    "tag" | "manifestDigest" | "treeVersion" | "architecture" | "kernel" | "size" | "layers"
  > {
  readonly layout: string;
}

export const slots = { tree: slot<PlannedTree>("tree"), image: slot<MadeImage>("image") };

/** Lists the steps from a tree to an image of it. */
export function imageNodes(setting: ImageSetting): readonly Node[] {
  const { source, request, previous, scratch, privilege } = setting;
  const root = source.kind === "root" ? source.path : join(scratch, "root");
  const listings = join(scratch, "layers");
  return [
    defineNode({
      ...{ leaves: slots.tree, phase: "build", title: "Read the tree", reads: {}, required: true },
      ...{ timeoutSeconds: 3600, resources: { cpus: 1, memoryMiB: 512, diskMiB: 4096 } },
      run: async (_, context) => {
        await mkdir(listings);
        const wanted = {
          ...{ from: originOf(source), root, listings, listing: join(scratch, "tree.jsonl") },
          ...{
            maxLayers: request.maxLayers ?? defaultMaxLayers,
            ...(previous === undefined ? {} : { previous }),
          },
          ...timestampOf(source, request),
        };
        return { output: await runPrivileged(planTreeOperation, wanted, privilege, context) };
      },
    }),
    defineNode({
      ...{ leaves: slots.image, phase: "output", title: "Export the image", required: true },
      ...{ reads: { tree: slots.tree }, timeoutSeconds: 3600 },
      resources: { cpus: 1, memoryMiB: 512, diskMiB: 2048 },
      run: async ({ tree }, context) => {
        const layout = join(scratch, "oci");
        const compression = request.imageCompression ?? "zstd";
        const said = describedTree(tree.facts, { source, request });
        // Layers are those of composes, also in the cache.
        const { blobs, leases } = await layerBlobs(
          {
            ...{ cache: setting.cache, code: codeDigests().blobs, privilege, root, compression, listings },
            layers: tree.layers.layers,
            workDirectory: join(context.workDirectory, "blobs"),
          },
          context,
        );
        for (const lease of leases) setting.hold(lease);
        const record = await writeImage({
          ...{ directory: layout, blobs, compression, ...said },
          title: said.labels["org.opencontainers.image.title"] ?? titleOf(source, request),
          treeDigests: { inputs: digestOf({ tree: tree.digest, ...said }) },
        });
        const { version, architecture, kernel } = said;
        const { tag, manifestDigest, size } = record;
        return {
          output: {
            ...{ layout, tag, manifestDigest, size, treeVersion: version, architecture },
            ...(kernel === undefined ? {} : { kernel }),
            layers: record.layers.map(({ digest, diffId, size: bytes, components = [] }) => ({
              ...{ digest, diffId, size: bytes, components },
            })),
          },
        };
      },
    }),
  ];
}

function originOf(source: TreeSource) {
  if (source.kind === "commit") return { kind: source.kind, repo: source.repo, checksum: source.checksum };
  return source.kind === "archive" ? { kind: source.kind, file: source.path } : { kind: source.kind };
}

/** The files of a commit have no time; ostree gives them that of their checkout. */
function timestampOf(source: TreeSource, { timestamp }: ExportImageRequest): { readonly timestamp?: number } {
  if (source.kind === "commit") return { timestamp: 0 };
  return timestamp === undefined ? {} : { timestamp: Math.floor(Date.parse(timestamp) / 1000) };
}

function titleOf(source: TreeSource, { ref }: ExportImageRequest): string {
  return source.kind === "commit" ? (ref ?? source.checksum) : basename(source.path);
}
