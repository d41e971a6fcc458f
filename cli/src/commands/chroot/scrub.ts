import { chrootScrubRequestSchema } from "@debootc/core/request/chroot/chroot-requests";
import { configurationDirectories } from "../../door/configuration-directories.ts";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";
import { namedChrootSummary } from "../../render/screens/named-chroot-summary.ts";

export const scrub = defineCommand({
  description: "Remove a chroot and all that belongs to it, its snapshots among it.",
  request: chrootScrubRequestSchema,
  examples: [
    { purpose: "for good", command: `${programName} chroot scrub trixie-amd64` },
    { purpose: "one in another cache", command: `${programName} chroot scrub work --cache-dir /srv/cache` },
  ],
  run: async (request, deps, { settings }) => {
    const { scrubChroot } = await import("@debootc/pipeline/mock-build/named-chroot/store/change-layers");
    const result = await scrubChroot(request, deps, configurationDirectories(settings.files));
    return {
      exitStatus: 0,
      result,
      text: (canvas) =>
        namedChrootSummary({ title: `${canvas.style.heading(result.name)} is gone`, chroot: result }, canvas),
    };
  },
});
