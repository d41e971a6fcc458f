import type { BootResult } from "@debootc/core/boot/boot-result";
import { type BootRequest, bootRequestSchema } from "@debootc/core/request/boot-request";
import type { PipelineDependencies } from "@debootc/pipeline/pipeline-dependencies";
import { defineCommand } from "../door/command-door.ts";
import { programName } from "../screen/program-name.ts";
import { bootSummary } from "../render/screens/boot-summary.ts";

async function bootOrUpgrade(request: BootRequest, deps: PipelineDependencies): Promise<BootResult> {
  const { upgradeFrom } = request;
  if (upgradeFrom === undefined) {
    const { bootCompose } = await import("@debootc/pipeline/boot/boot-compose");
    return bootCompose(request, deps);
  }
  const { upgradeCompose } = await import("@debootc/pipeline/upgrade/upgrade-compose");
  return upgradeCompose({ ...request, upgradeFrom }, deps);
}

export const boot = defineCommand({
  description:
    "Deploy a finished compose on a disk, boot it in a virtual machine and check the running system: " +
    "no unit failed, the committed tree is booted, /usr is read-only, the machine keeps its id, every package is installed.",
  request: bootRequestSchema,
  examples: [
    { purpose: "boot the newest compose", command: `${programName} boot latest` },
    {
      purpose: "boot an earlier compose, upgrade it to the newest one, and roll back",
      command: `${programName} boot latest --upgrade-from minimal-13-20261121.0`,
    },
    { purpose: "keep the disk, to look at it afterwards", command: `${programName} boot latest --keep-disk` },
  ],
  logRows: 8,
  run: async (request, deps) => {
    const result = await bootOrUpgrade(request, deps);
    return { exitStatus: 0, result, text: (canvas) => bootSummary(result, canvas) };
  },
});
