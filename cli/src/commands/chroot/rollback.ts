import { chrootRollbackRequestSchema } from "@debootc/core/request/chroot/chroot-requests";
import { configurationDirectories } from "@debootc/pipeline/door/configuration-directories";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";
import { namedChrootSummary } from "../../render/screens/named-chroot-summary.ts";

export const rollback = defineCommand({
  description:
    "Bring a chroot back to a snapshot, or to its first state. Changes since then are lost, and so are later snapshots.",
  request: chrootRollbackRequestSchema,
  examples: [
    { purpose: "go back to a snapshot", command: `${programName} chroot rollback trixie-amd64 before` },
    { purpose: "go back to the first state", command: `${programName} chroot rollback trixie-amd64` },
  ],
  run: async (request, deps, { settings }) => {
    const { rollbackChroot } = await import("@debootc/pipeline/mock-build/chroot-store/change-layers");
    const result = await rollbackChroot(request, deps, configurationDirectories(settings.files));
    const to = request.snapshot ?? "its first state";
    return {
      exitStatus: 0,
      result,
      text: (canvas) =>
        namedChrootSummary(
          { title: `${canvas.style.heading(result.name)} is back at ${to}`, chroot: result },
          canvas,
        ),
    };
  },
});
