import { hubDevRequestSchema } from "@debootc/core/request/orchestrator/hub-dev-request";
import { defineCommand } from "../../door/command-door.ts";
import { devSummary } from "../../dev/dev-summary.ts";
import { programName } from "../../screen/program-name.ts";

export const dev = defineCommand({
  description:
    "Play GitHub, a hub and its hosts on this machine: push to the repository that it makes, and watch a release appear. " +
    "Nothing is reached from outside, and nothing of it runs on after its end. docs/dev.md shows what can be done with it.",
  request: hubDevRequestSchema,
  examples: [
    { purpose: "start everything, then edit and push", command: `${programName} orchestrator dev` },
    {
      purpose: "build a repository of yours once, and stop when its release is there",
      command: `${programName} orchestrator dev --from ~/images --build --until release`,
    },
    {
      purpose: "two hosts, of which a scenario kills one",
      command: `${programName} orchestrator dev --agents 2 --scenario lost-host.yaml`,
    },
  ],
  run: async (request, deps) => {
    const { runDev } = await import("../../dev/run-dev.ts");
    const { exitStatus, ...result } = await runDev(request, deps);
    return { exitStatus, result, text: (canvas) => devSummary(result, canvas) };
  },
});
