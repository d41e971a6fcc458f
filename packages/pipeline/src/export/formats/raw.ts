import type { ExportFormat } from "./export-format.ts";

/** Takes the disk itself: a sparse file, as it is made. */
export const raw: ExportFormat<"disk"> = {
  format: "raw",
  from: "disk",
  make: async (disk) => disk.raw,
};
