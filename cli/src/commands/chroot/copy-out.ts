import { chrootCopyOutRequestSchema } from "@debootc/core/request/chroot/chroot-requests";
import { configurationDirectories } from "../../door/configuration-directories.ts";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";

export const copyOut = defineCommand({
  description:
    "Copy a file or directory of a chroot into a directory of this machine. What arrives is yours, and has no set-id bits.",
  request: chrootCopyOutRequestSchema,
  examples: [
    { purpose: "a log", command: `${programName} chroot copy-out trixie-amd64 /var/log/dpkg.log .` },
    {
      purpose: "what was made there",
      command: `${programName} chroot copy-out trixie-amd64 /srv/results out`,
    },
  ],
  run: async (request, deps, { settings }) => {
    const { copyOut: copy } = await import("@debootc/pipeline/mock-build/named-chroot/copy-chroot");
    await copy(request, deps, configurationDirectories(settings.files));
    return { exitStatus: 0, result: {}, text: () => "" };
  },
});
