import { stat } from "node:fs/promises";
import type { DiskImage } from "@debootc/core/disk/disk-record";
import { fileDigest } from "@debootc/tools/files/file-digest";
import type { Node } from "../engine/node.ts";
import type { ExportFormat } from "../export/export-format.ts";
import type { MadeDisk } from "./disk-node.ts";

export interface DiskRecords {
  readonly disk: MadeDisk;
  readonly images: readonly DiskImage[];
}

/** Writes the disk in each format, with its checksum. Paths are those in the scratch directory. */
export function imagesNode(
  scratch: string,
  formats: readonly ExportFormat<"disk">[],
): Node<DiskRecords, "images"> {
  return {
    id: "images",
    phase: "output",
    title: "Write the images",
    reads: ["disk"],
    required: true,
    timeoutSeconds: 3600,
    resources: { cpus: 1, memoryMiB: 256, diskMiB: 4096 },
    run: async ({ disk }, context) => {
      const output: DiskImage[] = [];
      for (const { format, make } of formats) {
        const path = await make(disk, scratch, context);
        context.report({ type: "progress", step: `hashing the ${format} image` });
        const { digest } = await fileDigest(path);
        output.push({ format, path, digest, allocated: (await stat(path)).blocks * 512 });
      }
      return { output };
    },
  };
}
