import { packDirectory } from "@debootc/tools/files/pack-directory";
import { join } from "node:path";
import type { ExportFormat } from "./export-format.ts";

/** Writes the layout as one file, as skopeo's `oci-archive:FILE` means it. */
export const ociArchive: ExportFormat<"image"> = {
  format: "oci-archive",
  from: "image",
  make: async ({ layout }, directory, { report, signal }) => {
    report({ type: "progress", step: "packing the archive" });
    const path = join(directory, "image.oci.tar");
    await packDirectory(layout, path, signal);
    return path;
  },
};
