import { chrootRunRequestSchema } from "@debootc/core/request/chroot/chroot-requests";
import { configurationDirectories } from "@debootc/pipeline/door/configuration-directories";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";

export const run = defineCommand({
  description:
    "Run a command in a chroot, without a network. It reads and writes the streams of debootc, which ends with its exit status.",
  request: chrootRunRequestSchema,
  examples: [
    { purpose: "show which gcc it has", command: `${programName} chroot run trixie-amd64 -- gcc --version` },
    {
      purpose: "use the output in a pipe",
      command: `${programName} chroot run trixie-amd64 -- cat /var/lib/dpkg/status | grep ^Package:`,
    },
  ],
  handsOnStreams: true,
  run: async (request, deps, { settings }) => {
    const { runInChroot } = await import("@debootc/pipeline/mock-build/named-chroot/use-chroot");
    const exitStatus = await runInChroot(request, deps, configurationDirectories(settings.files));
    return { exitStatus, result: { exitStatus }, text: () => "" };
  },
});
