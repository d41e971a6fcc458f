import { chrootCopyInRequestSchema } from "@debootc/core/request/chroot/chroot-requests";
import { configurationDirectories } from "@debootc/pipeline/door/configuration-directories";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";

export const copyIn = defineCommand({
  description: "Copy a file or directory of this machine into a chroot, where root owns the copy.",
  request: chrootCopyInRequestSchema,
  examples: [
    { purpose: "copy a package", command: `${programName} chroot copy-in trixie-amd64 hello.deb /root` },
    {
      purpose: "copy a directory and everything in it",
      command: `${programName} chroot copy-in trixie-amd64 patches /srv`,
    },
  ],
  run: async (request, deps, { settings }) => {
    const { copyIn: copy } = await import("@debootc/pipeline/mock-build/named-chroot/copy-chroot");
    await copy(request, deps, configurationDirectories(settings.files));
    return { exitStatus: 0, result: {}, text: () => "" };
  },
});
