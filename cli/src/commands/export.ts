import { exportRequestSchema } from "@debootc/core/request/export-request";
import { defineCommand } from "../door/command-door.ts";
import { programName } from "../screen/program-name.ts";
import { diskSummary } from "../render/screens/disk-summary.ts";

export const exportCommand = defineCommand({
  description:
    "Make a disk image of a finished compose: a disk that boots by itself under UEFI, with the commit deployed, " +
    "ready to fetch upgrades. Its treefile says `disk`. The images stand beside the other results of the compose.",
  request: exportRequestSchema,
  examples: [
    { purpose: "the newest compose, as raw and as qcow2", command: `${programName} export disk latest` },
    { purpose: "for a cloud that takes qcow2", command: `${programName} export disk latest --format qcow2` },
  ],
  run: async (request, deps) => {
    const { exportDisk } = await import("@debootc/pipeline/disk/export-disk");
    const result = await exportDisk(request, deps);
    return { exitStatus: 0, result, text: (canvas) => diskSummary(result, canvas) };
  },
});
