import { chrootCopyOutRequestSchema } from "@debootc/core/request/chroot/chroot-requests";
import { configurationDirectories } from "@debootc/pipeline/door/configuration-directories";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";

export const copyOut = defineCommand({
  description:
    "Copy a file or directory of a chroot into a directory of this machine. The copy belongs to you and has no set-id bits.",
  request: chrootCopyOutRequestSchema,
  examples: [
    { purpose: "copy a log", command: `${programName} chroot copy-out trixie-amd64 /var/log/dpkg.log .` },
    {
      purpose: "copy the results of some work",
      command: `${programName} chroot copy-out trixie-amd64 /srv/results out`,
    },
  ],
  run: async (request, deps, { settings }) => {
    const { copyOut: copy } = await import("@debootc/pipeline/mock-build/named-chroot/copy-chroot");
    await copy(request, deps, configurationDirectories(settings.files));
    return { exitStatus: 0, result: {}, text: () => "" };
  },
});
