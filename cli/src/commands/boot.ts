import { bootRequestSchema } from "@debootc/core/request/boot-request";
import { defineCommand } from "../command-door.ts";
import { programName } from "../program-name.ts";
import { bootSummary } from "../render/boot-summary.ts";

export const boot = defineCommand({
  description:
    "Put a finished compose on a disk, boot it in a virtual machine and check the running system: " +
    "every unit up, the committed tree booted, /usr read-only, all packages there.",
  request: bootRequestSchema,
  examples: [
    { purpose: "boot the newest compose", command: `${programName} boot latest` },
    {
      purpose: "a slow machine without KVM: allow half an hour",
      command: `${programName} boot latest --timeout 1800`,
    },
    { purpose: "keep the disk to look at it afterwards", command: `${programName} boot latest --keep-disk` },
  ],
  logRows: 8,
  run: async (request, deps) => {
    const { bootCompose } = await import("@debootc/pipeline/boot/boot-compose");
    const result = await bootCompose(request, deps);
    return { exitStatus: 0, result, text: (canvas) => bootSummary(result, canvas) };
  },
});
