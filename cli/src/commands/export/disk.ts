import { exportDiskRequestSchema } from "@debootc/core/request/export/export-disk-request";
import { formatNames } from "@debootc/pipeline/export/export-formats";
import { defineCommand } from "../../door/command-door.ts";
import { diskSummary } from "../../render/screens/disk-summary.ts";
import { programName } from "../../screen/program-name.ts";

export const disk = defineCommand({
  description:
    "Write a disk image of a finished compose: a disk that boots by itself under UEFI, with the commit deployed and " +
    "ready to fetch upgrades. The key `disk` of its treefile describes the disk. The images go into the compose.",
  request: exportDiskRequestSchema(formatNames("disk")),
  examples: [
    {
      purpose: "export the newest compose, as raw and as qcow2",
      command: `${programName} export disk latest`,
    },
    {
      purpose: "export only a qcow2 image, as clouds take it",
      command: `${programName} export disk latest --format qcow2`,
    },
  ],
  run: async (request, deps) => {
    const { exportDisk } = await import("@debootc/pipeline/disk/export-disk");
    const result = await exportDisk(request, deps);
    return { exitStatus: 0, result, text: (canvas) => diskSummary(result, canvas) };
  },
});
