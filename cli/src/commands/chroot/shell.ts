import { chrootShellRequestSchema } from "@debootc/core/request/chroot/chroot-requests";
import { configurationDirectories } from "../../door/configuration-directories.ts";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";

export const shell = defineCommand({
  description:
    "Open a shell in a chroot, without a network. What is changed stays. It ends with the shell's own exit status.",
  request: chrootShellRequestSchema,
  examples: [
    { purpose: "as root of it", command: `${programName} chroot shell trixie-amd64` },
    { purpose: "as packages are built", command: `${programName} chroot shell trixie-amd64 --user builder` },
  ],
  run: async (request, deps, { settings }) => {
    const { shellInChroot } = await import("@debootc/pipeline/mock-build/named-chroot/use-chroot");
    const exitStatus = await shellInChroot(request, deps, configurationDirectories(settings.files));
    return { exitStatus, result: { exitStatus }, text: () => "" };
  },
});
