import { chrootSnapshotRequestSchema } from "@debootc/core/request/chroot/chroot-requests";
import { configurationDirectories } from "../../door/configuration-directories.ts";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";
import { namedChrootSummary } from "../../render/screens/named-chroot-summary.ts";

export const snapshot = defineCommand({
  description: "Keep a chroot as it is now, under a name. It costs neither time nor space.",
  request: chrootSnapshotRequestSchema,
  examples: [
    { purpose: "before something is tried", command: `${programName} chroot snapshot trixie-amd64 before` },
    { purpose: "with what was just installed", command: `${programName} chroot snapshot trixie-amd64 tools` },
  ],
  run: async (request, deps, { settings }) => {
    const { snapshotChroot } = await import("@debootc/pipeline/mock-build/named-chroot/store/change-layers");
    const result = await snapshotChroot(request, deps, configurationDirectories(settings.files));
    return {
      exitStatus: 0,
      result,
      text: (canvas) =>
        namedChrootSummary(
          {
            title: `${canvas.style.heading(request.snapshot)} of ${result.name} is kept`,
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
