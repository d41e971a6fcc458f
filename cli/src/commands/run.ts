import { runRequestSchema } from "@debootc/core/request/run-request";
import { defineCommand } from "../door/command-door.ts";
import { programName } from "../screen/program-name.ts";

export const run = defineCommand({
  description:
    "Run a finished compose in a virtual machine until it is switched off, with its console in this terminal or a session " +
    "by ssh. What it writes is forgotten when it ends. Ctrl-A X ends it.",
  request: runRequestSchema,
  examples: [
    { purpose: "use the newest compose by its console", command: `${programName} run` },
    { purpose: "log in to it as root", command: `${programName} run latest --ssh` },
    {
      purpose: "run a command in it, and end with its exit status",
      command: `${programName} run latest --ssh -- systemctl is-system-running --wait`,
    },
  ],
  handsOnStreams: true,
  logRows: 8,
  run: async (request, deps, { handOver }) => {
    const { runMachine } = await import("@debootc/pipeline/machine/run-machine");
    const result = await runMachine(request, deps, handOver);
    return { exitStatus: result.exitStatus, result, text: () => "" };
  },
});
