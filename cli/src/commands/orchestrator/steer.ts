import { hubSteerRequestSchema } from "@debootc/core/request/orchestrator/hub-requests";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";

export const cancel = steerCommand(
  "cancel",
  "Cancel what is not over of a run or a task of a hub; jobs of GitHub are canceled there.",
);

export const retry = steerCommand(
  "retry",
  "Try again what failed or was canceled of a run or a task of a hub, with a new budget of attempts.",
);

function steerCommand(verb: "cancel" | "retry", description: string) {
  return defineCommand({
    description,
    request: hubSteerRequestSchema,
    examples: [
      { purpose: `${verb} run 12`, command: `${programName} orchestrator ${verb} run 12` },
      { purpose: `${verb} one task`, command: `${programName} orchestrator ${verb} task 40` },
    ],
    run: async (request, { signal }) => {
      const { askHub } = await import("../../hub/ask-hub.ts");
      const { runAnswer, taskAnswer } = await import("../../hub/hub-answers.ts");
      const { what, number } = request;
      const question = { method: "POST", path: `/${what}s/${number}/${verb}`, signal } as const;
      const result =
        what === "run"
          ? await askHub(request, runAnswer, question)
          : await askHub(request, taskAnswer, question);
      return { exitStatus: 0, result, text: () => `${what} ${number} is ${result.state}\n` };
    },
  });
}
