import { hubReplayRequestSchema } from "@debootc/core/request/orchestrator/hub-requests";
import { defineCommand } from "../../door/command-door.ts";
import { printable } from "../../render/text/printable.ts";
import { programName } from "../../screen/program-name.ts";

export const replay = defineCommand({
  description:
    "Let a hub handle a delivery again that failed, with all its attempts. One that was handled has had its effect.",
  request: hubReplayRequestSchema,
  examples: [
    {
      purpose: "handle one again that `orchestrator deliveries --state failed` lists",
      command: `${programName} orchestrator replay 0c9c2ee0-cdf2-11f0-8de9-0242ac120002`,
    },
    {
      purpose: "at another hub",
      command: `${programName} orchestrator replay 0c9c2ee0-cdf2-11f0-8de9-0242ac120002 --hub https://hub.example.org`,
    },
  ],
  run: async (request, { signal }) => {
    const { askHub } = await import("../../hub/ask-hub.ts");
    const { deliveryAnswer } = await import("../../hub/hub-answers.ts");
    const path = `/deliveries/${encodeURIComponent(request.delivery)}/replay`;
    const result = await askHub(request, deliveryAnswer, { method: "POST", path, signal });
    return { exitStatus: 0, result, text: () => `${printable(result.guid)} is to be handled again\n` };
  },
});
