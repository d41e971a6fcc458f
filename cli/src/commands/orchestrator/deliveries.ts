import { hubDeliveriesRequestSchema } from "@debootc/core/request/orchestrator/hub-requests";
import { defineCommand } from "../../door/command-door.ts";
import { hubTable, timeText } from "../../render/screens/hub-table.ts";
import { programName } from "../../screen/program-name.ts";

export const deliveries = defineCommand({
  description: "List the deliveries that a hub got from GitHub, the newest first, and what each led to.",
  request: hubDeliveriesRequestSchema,
  examples: [
    { purpose: "show those that failed", command: `${programName} orchestrator deliveries --state failed` },
    {
      purpose: "those of one repository",
      command: `${programName} orchestrator deliveries --repository acme/os --limit 100`,
    },
  ],
  run: async (request, { signal }) => {
    const { askHub } = await import("../../hub/ask-hub.ts");
    const { deliveryAnswer, pageAnswer } = await import("../../hub/hub-answers.ts");
    const { repository, state, limit } = request;
    const query = { repository, state, limit };
    const result = await askHub(request, pageAnswer(deliveryAnswer), { path: "/deliveries", query, signal });
    return {
      exitStatus: 0,
      result,
      text: (canvas) =>
        hubTable(
          ["delivery", "state", "event", "received", "outcome"],
          result.items.map(({ guid, state: is, event, action, receivedAt, outcome }) => [
            ...[guid, is, action === null ? event : `${event}.${action}`, timeText(receivedAt), outcome],
          ]),
          canvas,
        ),
    };
  },
});
