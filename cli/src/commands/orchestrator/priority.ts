import { hubPriorityRequestSchema } from "@debootc/core/request/orchestrator/hub-requests";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";

export const priority = defineCommand({
  description:
    "Change the priority of a run of a hub. Tasks of a run with a higher one come first; each point is worth a minute of waiting.",
  request: hubPriorityRequestSchema,
  examples: [
    { purpose: "let run 12 come before others", command: `${programName} orchestrator priority 12 50` },
    { purpose: "let it come after others", command: `${programName} orchestrator priority 12 -- -50` },
  ],
  run: async (request, { signal }) => {
    const { askHub } = await import("../../hub/ask-hub.ts");
    const { runAnswer } = await import("../../hub/hub-answers.ts");
    const body = { priority: Number(request.priority) };
    const path = `/runs/${request.run}/priority`;
    const result = await askHub(request, runAnswer, { method: "POST", path, body, signal });
    return {
      exitStatus: 0,
      result,
      text: () => `run ${result.id} is ${result.state}, with the priority ${result.priority}\n`,
    };
  },
});
