import { chrootCreateRequestSchema } from "@debootc/core/request/chroot/chroot-create-request";
import { defineCommand } from "../../door/command-door.ts";
import { configurationDirectories } from "@debootc/pipeline/door/configuration-directories";
import { programName } from "../../screen/program-name.ts";
import { namedChrootSummary } from "../../render/screens/named-chroot-summary.ts";

export const create = defineCommand({
  description:
    "Create a chroot that persists until you remove it. It shares its files with the cache, so only changes take space.",
  request: chrootCreateRequestSchema,
  examples: [
    { purpose: "create one of trixie", command: `${programName} chroot create` },
    {
      purpose: "create one of sid under a name of your own",
      command: `${programName} chroot create work --suite sid`,
    },
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
            title: `${canvas.style.heading(result.name)} is ready`,
            chroot: result,
            next: [
              { purpose: "open a shell in it", command: `${programName} chroot shell ${result.name}` },
              {
                purpose: "save its state",
                command: `${programName} chroot snapshot ${result.name} fresh`,
              },
            ],
          },
          canvas,
        ),
    };
  },
});
