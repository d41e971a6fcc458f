import { hubRunsRequestSchema } from "@debootc/core/request/orchestrator/hub-requests";
import { defineCommand } from "../../door/command-door.ts";
import { hubTable, refText, timeText } from "../../render/screens/hub-table.ts";
import { programName } from "../../screen/program-name.ts";

export const runs = defineCommand({
  description: "List the runs of a hub, the newest first.",
  request: hubRunsRequestSchema,
  examples: [
    { purpose: "show what is under way", command: `${programName} orchestrator runs --state OPEN` },
    {
      purpose: "of one repository, for scripts",
      command: `${programName} orchestrator runs --hub https://hub.example.org --repository acme/os --json`,
    },
  ],
  run: async (request, { signal }) => {
    const { askHub } = await import("../../hub/ask-hub.ts");
    const { pageAnswer, runAnswer } = await import("../../hub/hub-answers.ts");
    const { repository, state, limit } = request;
    const query = { repository, state, limit };
    const result = await askHub(request, pageAnswer(runAnswer), { path: "/runs", query, signal });
    const names = ["run", "state", "repository", "ref", "commit", "by", "began"];
    return {
      exitStatus: 0,
      result,
      text: (canvas) =>
        hubTable(
          names,
          result.items.map(({ id, state: is, repository: of, ref, sha, actor, createdAt }) => [
            ...[id, is, of, refText(ref), sha.slice(0, 12), actor, timeText(createdAt)],
          ]),
          canvas,
        ),
    };
  },
});
