import { copyTree } from "@debootc/tools/files/copy-tree";
import { join } from "node:path";
import type { ExportFormat } from "./export-format.ts";

/** Writes the layout itself, as skopeo's `oci:DIR` means it: a copy, since the cache may share files with the source. */
export const oci: ExportFormat<"image"> = {
  format: "oci",
  from: "image",
  make: async ({ layout }, directory, { signal }) => {
    const path = join(directory, "image");
    await copyTree(layout, path, signal);
    return path;
  },
};
