import { chrootScrubRequestSchema } from "@debootc/core/request/chroot/chroot-requests";
import { configurationDirectories } from "@debootc/pipeline/door/configuration-directories";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";
import { namedChrootSummary } from "../../render/screens/named-chroot-summary.ts";

export const scrub = defineCommand({
  description: "Remove a chroot with all its snapshots.",
  request: chrootScrubRequestSchema,
  examples: [
    { purpose: "remove a chroot for good", command: `${programName} chroot scrub trixie-amd64` },
    {
      purpose: "remove one of another cache directory",
      command: `${programName} chroot scrub work --cache-dir /srv/cache`,
    },
  ],
  run: async (request, deps, { settings }) => {
    const { scrubChroot } = await import("@debootc/pipeline/mock-build/chroot-store/change-layers");
    const result = await scrubChroot(request, deps, configurationDirectories(settings.files));
    return {
      exitStatus: 0,
      result,
      text: (canvas) =>
        namedChrootSummary(
          { title: `${canvas.style.heading(result.name)} is removed`, chroot: result },
          canvas,
        ),
    };
  },
});
