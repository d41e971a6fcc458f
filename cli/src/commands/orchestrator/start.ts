import { hubStartRequestSchema } from "@debootc/core/request/orchestrator/hub-requests";
import { defineCommand } from "../../door/command-door.ts";
import { refText } from "../../render/screens/hub-table.ts";
import { printable } from "../../render/text/printable.ts";
import { programName } from "../../screen/program-name.ts";

export const start = defineCommand({
  description:
    "Let a hub start a run of a repository, whatever its triggers say. Whoever has a key vouches for the commit: it is " +
    "built without an approval.",
  request: hubStartRequestSchema,
  examples: [
    {
      purpose: "compose the head of the default branch",
      command: `${programName} orchestrator start acme/os`,
    },
    {
      purpose: "compose a branch before other runs",
      command: `${programName} orchestrator start acme/os --ref next --priority 10`,
    },
    {
      purpose: "compose what a tag names",
      command: `${programName} orchestrator start acme/os --ref refs/tags/v1`,
    },
  ],
  run: async (request, { signal }) => {
    const { askHub } = await import("../../hub/ask-hub.ts");
    const { runAnswer } = await import("../../hub/hub-answers.ts");
    const { repository, ref, sha, priority } = request;
    const whole = ref === undefined || ref.startsWith("refs/") ? ref : `refs/heads/${ref}`;
    const body = { repository, ref: whole, sha, priority };
    const result = await askHub(request, runAnswer, { method: "POST", path: "/runs", body, signal });
    const said = `run ${result.id} of ${result.repository} ${refText(result.ref)} at ${result.sha.slice(0, 12)}`;
    return { exitStatus: 0, result, text: () => `${printable(said)} is ${result.state}\n` };
  },
});
