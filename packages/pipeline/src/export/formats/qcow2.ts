import { convertToQcow2 } from "@debootc/tools/disk/qemu-img";
import { join } from "node:path";
import type { ExportFormat } from "./export-format.ts";

/** Writes what qemu and most clouds take: compressed, so that it can be uploaded. */
export const qcow2: ExportFormat<"disk"> = {
  format: "qcow2",
  from: "disk",
  make: async (disk, directory, { report, signal }) => {
    report({ type: "progress", step: "compressing the qcow2 image" });
    const path = join(directory, "disk.qcow2");
    await convertToQcow2(disk.raw, path, signal);
    return path;
  },
};
