import { chrootUpdateRequestSchema } from "@debootc/core/request/chroot/chroot-requests";
import { defineCommand } from "../../door/command-door.ts";
import { configurationDirectories } from "../../door/configuration-directories.ts";
import { programName } from "../../screen/program-name.ts";
import { namedChrootSummary } from "../../render/screens/named-chroot-summary.ts";

export const update = defineCommand({
  description:
    "Give a chroot the packages that the archive has now. It is begun anew, so one that was changed is refused.",
  request: chrootUpdateRequestSchema,
  examples: [
    { purpose: "when the archive has moved", command: `${programName} chroot update trixie-amd64` },
    {
      purpose: "from a certain archive",
      command: `${programName} chroot update trixie-amd64 --mirror http://mirror.example.org/debian`,
    },
  ],
  run: async (request, deps, { settings }) => {
    const { updateChroot } = await import("@debootc/pipeline/mock-build/named-chroot/update-chroot");
    const result = await updateChroot(request, deps, configurationDirectories(settings.files));
    const { chroot, isChanged } = result;
    return {
      exitStatus: 0,
      result,
      text: (canvas) =>
        namedChrootSummary(
          {
            title: `${canvas.style.heading(chroot.name)} ${isChanged ? "has the packages of now" : "has the newest packages already"}`,
            chroot,
          },
          canvas,
        ),
    };
  },
});
