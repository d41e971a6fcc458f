import { hubRunRequestSchema } from "@debootc/core/request/orchestrator/hub-requests";
import { defineCommand } from "../../door/command-door.ts";
import { hubTable, refText, timeText } from "../../render/screens/hub-table.ts";
import { printable } from "../../render/text/printable.ts";
import { programName } from "../../screen/program-name.ts";

export const run = defineCommand({
  description: "Show a run of a hub with its tasks and what happened to it last.",
  request: hubRunRequestSchema,
  examples: [
    { purpose: "show run 12", command: `${programName} orchestrator run 12` },
    { purpose: "with all that the hub knows", command: `${programName} orchestrator run 12 --json` },
  ],
  run: async (request, { signal }) => {
    const { askHub } = await import("../../hub/ask-hub.ts");
    const { runDetailsAnswer } = await import("../../hub/hub-answers.ts");
    const result = await askHub(request, runDetailsAnswer, { path: `/runs/${request.run}`, signal });
    return {
      exitStatus: 0,
      result,
      text: (canvas) => {
        const { id, state, reason, repository, ref, sha, composeId, failure } = result.run;
        const why = failure?.message ?? reason;
        const heading = `run ${id}  ${state}  ${repository}  ${refText(ref)}  ${sha.slice(0, 12)}  ${composeId ?? ""}`;
        const tasks = result.tasks.map((task) => [
          ...[task.id, task.state, task.kind, task.name, task.attempt],
          task.failure?.message ?? "",
        ]);
        const changes = result.changes
          .slice(-10)
          .map(({ at, to, cause, actor }) => [timeText(at), to, actor, cause]);
        return [
          `${printable(heading).trimEnd()}\n`,
          why === null ? "" : `${printable(why)}\n`,
          "\n",
          hubTable(["task", "state", "kind", "name", "attempt", "failure"], tasks, canvas),
          "\n",
          hubTable(["at", "to", "by", "cause"], changes, canvas),
        ].join("");
      },
    };
  },
});
