import { chrootSnapshotRequestSchema } from "@debootc/core/request/chroot/chroot-requests";
import { configurationDirectories } from "@debootc/pipeline/door/configuration-directories";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";
import { namedChrootSummary } from "../../render/screens/named-chroot-summary.ts";

export const snapshot = defineCommand({
  description: "Save the state of a chroot under a name. It takes neither time nor space.",
  request: chrootSnapshotRequestSchema,
  examples: [
    { purpose: "before you try something", command: `${programName} chroot snapshot trixie-amd64 before` },
    {
      purpose: "after you installed something",
      command: `${programName} chroot snapshot trixie-amd64 tools`,
    },
  ],
  run: async (request, deps, { settings }) => {
    const { snapshotChroot } = await import("@debootc/pipeline/mock-build/chroot-store/change-layers");
    const result = await snapshotChroot(request, deps, configurationDirectories(settings.files));
    return {
      exitStatus: 0,
      result,
      text: (canvas) =>
        namedChrootSummary(
          {
            title: `${canvas.style.heading(request.snapshot)} of ${result.name} is saved`,
            chroot: result,
            next: [
              {
                purpose: "go back to it",
                command: `${programName} chroot rollback ${result.name} ${request.snapshot}`,
              },
            ],
          },
          canvas,
        ),
    };
  },
});
