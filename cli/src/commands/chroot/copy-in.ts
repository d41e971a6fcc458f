import { chrootCopyInRequestSchema } from "@debootc/core/request/chroot/chroot-requests";
import { configurationDirectories } from "../../door/configuration-directories.ts";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";

export const copyIn = defineCommand({
  description: "Copy a file or directory of this machine into a chroot, as root of it.",
  request: chrootCopyInRequestSchema,
  examples: [
    { purpose: "a package", command: `${programName} chroot copy-in trixie-amd64 hello.deb /root` },
    {
      purpose: "a directory, with what is in it",
      command: `${programName} chroot copy-in trixie-amd64 patches /srv`,
    },
  ],
  run: async (request, deps, { settings }) => {
    const { copyIn: copy } = await import("@debootc/pipeline/mock-build/named-chroot/copy-chroot");
    await copy(request, deps, configurationDirectories(settings.files));
    return { exitStatus: 0, result: {}, text: () => "" };
  },
});
