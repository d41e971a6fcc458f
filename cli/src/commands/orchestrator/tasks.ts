import { hubTasksRequestSchema } from "@debootc/core/request/orchestrator/hub-requests";
import { defineCommand } from "../../door/command-door.ts";
import { hubTable, timeText } from "../../render/screens/hub-table.ts";
import { programName } from "../../screen/program-name.ts";

export const tasks = defineCommand({
  description: "List the tasks of a hub, the newest first.",
  request: hubTasksRequestSchema,
  examples: [
    { purpose: "show what waits", command: `${programName} orchestrator tasks --state FREE` },
    { purpose: "the tasks of run 12", command: `${programName} orchestrator tasks --run 12` },
  ],
  run: async (request, { signal }) => {
    const { askHub } = await import("../../hub/ask-hub.ts");
    const { pageAnswer, taskAnswer } = await import("../../hub/hub-answers.ts");
    const { run, state, limit } = request;
    const query = { run, state, limit };
    const result = await askHub(request, pageAnswer(taskAnswer), { path: "/tasks", query, signal });
    return {
      exitStatus: 0,
      result,
      text: (canvas) =>
        hubTable(
          ["task", "run", "state", "name", "attempt", "since", "failure"],
          result.items.map((task) => [
            ...[task.id, task.run, task.state, task.name, task.attempt, timeText(task.since)],
            task.failure?.message ?? "",
          ]),
          canvas,
        ),
    };
  },
});
