import { hubServeRequestSchema } from "@debootc/core/request/orchestrator/hub-requests";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";

export const serve = defineCommand({
  description:
    "Run the hub, a GitHub App: it takes webhooks, and fans composes out to workflows. Without DATABASE_URL its data is " +
    "in an embedded database. The webhook secret comes from DEBOOTC_WEBHOOK_SECRET or a file.",
  request: hubServeRequestSchema,
  examples: [
    { purpose: "try it; the first start says what comes next", command: `${programName} orchestrator serve` },
    {
      purpose: "on PostgreSQL",
      command: `DATABASE_URL=postgresql://hub@db/hub ${programName} orchestrator serve --port 8080`,
    },
    {
      purpose: "with a registered App",
      command: `${programName} orchestrator serve --app-id 1234 --private-key-file key.pem --webhook-secret-file secret`,
    },
  ],
  handsOnStreams: true,
  run: async (request) => {
    const { becomeHub } = await import("../../hub/run-hub-program.ts");
    return becomeHub(request);
  },
});
