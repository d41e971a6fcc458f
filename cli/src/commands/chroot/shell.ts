import { chrootShellRequestSchema } from "@debootc/core/request/chroot/chroot-requests";
import { configurationDirectories } from "@debootc/pipeline/door/configuration-directories";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";

export const shell = defineCommand({
  description:
    "Open a shell in a chroot, without a network. Changes stay. debootc ends with the exit status of the shell.",
  request: chrootShellRequestSchema,
  examples: [
    { purpose: "work as root", command: `${programName} chroot shell trixie-amd64` },
    {
      purpose: "work as the user that builds packages",
      command: `${programName} chroot shell trixie-amd64 --user builder`,
    },
  ],
  handsOnStreams: true,
  run: async (request, deps, { settings }) => {
    const { shellInChroot } = await import("@debootc/pipeline/mock-build/named-chroot/use-chroot");
    const exitStatus = await shellInChroot(request, deps, configurationDirectories(settings.files));
    return { exitStatus, result: { exitStatus }, text: () => "" };
  },
});
