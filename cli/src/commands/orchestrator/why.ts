import { hubWhyRequestSchema } from "@debootc/core/request/orchestrator/hub-requests";
import { defineCommand } from "../../door/command-door.ts";
import { timeText } from "../../render/screens/hub-table.ts";
import { printable } from "../../render/text/printable.ts";
import { programName } from "../../screen/program-name.ts";

export const why = defineCommand({
  description: "Say what a task of a hub waits for: the one reason that has to go away first.",
  request: hubWhyRequestSchema,
  examples: [
    { purpose: "ask why task 40 does not run", command: `${programName} orchestrator why 40` },
    { purpose: "the same for scripts", command: `${programName} orchestrator why 40 --json` },
  ],
  run: async (request, { signal }) => {
    const { askHub } = await import("../../hub/ask-hub.ts");
    const { whyAnswer } = await import("../../hub/hub-answers.ts");
    const result = await askHub(request, whyAnswer, { path: `/tasks/${request.task}/why`, signal });
    const until = result.until === undefined ? "" : `, until ${timeText(result.until)}`;
    const said = `task ${request.task}: ${result.message} (since ${timeText(result.since)}${until})`;
    return { exitStatus: 0, result, text: () => `${printable(said)}\n` };
  },
});
