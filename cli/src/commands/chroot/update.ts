import { chrootUpdateRequestSchema } from "@debootc/core/request/chroot/chroot-requests";
import { defineCommand } from "../../door/command-door.ts";
import { configurationDirectories } from "@debootc/pipeline/door/configuration-directories";
import { programName } from "../../screen/program-name.ts";
import { namedChrootSummary } from "../../render/screens/named-chroot-summary.ts";

export const update = defineCommand({
  description:
    "Bring the packages of a chroot up to date. It is created again, so a chroot with changes is refused.",
  request: chrootUpdateRequestSchema,
  examples: [
    { purpose: "when the archive has newer packages", command: `${programName} chroot update trixie-amd64` },
    {
      purpose: "take them from a certain archive",
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
            title: `${canvas.style.heading(chroot.name)} ${isChanged ? "is up to date" : "was up to date already"}`,
            chroot,
          },
          canvas,
        ),
    };
  },
});
