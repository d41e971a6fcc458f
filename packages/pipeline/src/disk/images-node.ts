import { stat } from "node:fs/promises";
import type { DiskImage } from "@debootc/core/disk/disk-record";
import { fileDigest } from "@debootc/tools/files/file-digest";
import { defineNode, type Node } from "../engine/node.ts";
import type { SlotsOf } from "../engine/slot.ts";
import type { ExportFormat } from "../export/formats/export-format.ts";
import type { MadeDisk } from "./disk-node.ts";

export interface DiskRecords {
  readonly disk: MadeDisk;
  readonly images: readonly DiskImage[];
}

/** Returns the node that writes the disk in each format, with its checksum. Paths are in the scratch directory. */
export function imagesNode(
  { disk, images }: SlotsOf<DiskRecords>,
  scratch: string,
  formats: readonly ExportFormat<"disk">[],
): Node<readonly DiskImage[]> {
  return defineNode({
    leaves: images,
    phase: "output",
    title: "Write the images",
    reads: { disk },
    required: true,
    timeoutSeconds: 3600,
    resources: { cpus: 1, memoryMiB: 256, diskMiB: 4096 },
    run: async ({ disk: made }, context) => {
      const output: DiskImage[] = [];
      for (const { format, make } of formats) {
        const path = await make(made, scratch, context);
        context.report({ type: "progress", step: `hashing the ${format} image` });
        const { digest } = await fileDigest(path);
        output.push({ format, path, digest, allocated: (await stat(path)).blocks * 512 });
      }
      return { output };
    },
  });
}
