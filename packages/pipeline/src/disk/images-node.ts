import { join } from "node:path";
import { stat } from "node:fs/promises";
import type { DiskFormat, DiskImage } from "@debootc/core/disk/disk-record";
import { fileDigest } from "@debootc/tools/files/file-digest";
import { convertToQcow2 } from "@debootc/tools/disk/qemu-img";
import type { Node, NodeContext } from "../engine/node.ts";
import type { MadeDisk } from "./disk-node.ts";

export interface DiskRecords {
  readonly disk: MadeDisk;
  readonly images: readonly DiskImage[];
}

/** Writes the disk in each format, with its checksum. Paths are those in the scratch directory. */
export function imagesNode(scratch: string, formats: readonly DiskFormat[]): Node<DiskRecords, "images"> {
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
      for (const format of formats) {
        const path = await written(format, disk.raw, scratch, context);
        context.report({ type: "progress", step: `hashing the ${format} image` });
        const { digest } = await fileDigest(path);
        output.push({ format, path, digest, allocated: (await stat(path)).blocks * 512 });
      }
      return { output };
    },
  };
}

async function written(
  format: DiskFormat,
  raw: string,
  scratch: string,
  { report, signal }: NodeContext,
): Promise<string> {
  if (format === "raw") return raw;
  report({ type: "progress", step: "compressing the qcow2 image" });
  const path = join(scratch, "disk.qcow2");
  await convertToQcow2(raw, path, signal);
  return path;
}
