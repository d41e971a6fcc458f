import { hubApproveRequestSchema } from "@debootc/core/request/orchestrator/hub-requests";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";

export const approve = defineCommand({
  description:
    "Let a hub build a commit that a fork brought. The commit is named, so that what you looked at is what runs.",
  request: hubApproveRequestSchema,
  examples: [
    {
      purpose: "approve the commit of run 12",
      command: `${programName} orchestrator approve 12 0123456789ab`,
    },
    {
      purpose: "with a key from a file",
      command: `${programName} orchestrator approve 12 0123456789ab --key-file ~/.config/debootc/hub-key`,
    },
  ],
  run: async (request, { signal }) => {
    const { askHub } = await import("../../hub/ask-hub.ts");
    const { runAnswer } = await import("../../hub/hub-answers.ts");
    const { run, sha } = request;
    const question = { method: "POST", path: `/runs/${run}/approve`, body: { sha }, signal } as const;
    const result = await askHub(request, runAnswer, question);
    return { exitStatus: 0, result, text: () => `run ${run} is ${result.state}\n` };
  },
});
