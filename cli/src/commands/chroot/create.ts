import { chrootCreateRequestSchema } from "@debootc/core/request/chroot/chroot-create-request";
import { defineCommand } from "../../door/command-door.ts";
import { configurationDirectories } from "../../door/configuration-directories.ts";
import { programName } from "../../screen/program-name.ts";
import { namedChrootSummary } from "../../render/screens/named-chroot-summary.ts";

export const create = defineCommand({
  description:
    "Make a chroot that lives until it is removed. It takes no space beside the cache until something is changed in it.",
  request: chrootCreateRequestSchema,
  examples: [
    { purpose: "one of trixie", command: `${programName} chroot create` },
    { purpose: "one of sid, by a name of its own", command: `${programName} chroot create work --suite sid` },
  ],
  run: async (request, deps, { settings }) => {
    const { createChroot } = await import("@debootc/pipeline/mock-build/named-chroot/create-chroot");
    const result = await createChroot(request, deps, configurationDirectories(settings.files));
    return {
      exitStatus: 0,
      result,
      text: (canvas) =>
        namedChrootSummary(
          {
            title: `${canvas.style.heading(result.name)} is there`,
            chroot: result,
            next: [
              { purpose: "look around in it", command: `${programName} chroot shell ${result.name}` },
              {
                purpose: "keep it as it is now",
                command: `${programName} chroot snapshot ${result.name} fresh`,
              },
            ],
          },
          canvas,
        ),
    };
  },
});
