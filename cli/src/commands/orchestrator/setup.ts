import { hubSetupRequestSchema } from "@debootc/core/request/orchestrator/hub-requests";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";

export const setup = defineCommand({
  description:
    "Register a hub as a GitHub App, with the least permissions, by a page in a browser of this machine. Its keys go " +
    "into the data directory.",
  request: hubSetupRequestSchema,
  examples: [
    {
      purpose: "register it for yourself",
      command: `${programName} orchestrator setup --public-url https://hub.example.org`,
    },
    {
      purpose: "for an organization",
      command: `${programName} orchestrator setup --public-url https://hub.example.org --organization acme`,
    },
  ],
  handsOnStreams: true,
  run: async ({ public: isPublic, ...fields }, { signal }) => {
    const { optionsOf, runHubProgram } = await import("../../hub/run-hub-program.ts");
    return runHubProgram("setup/main.ts", [...optionsOf(fields), ...(isPublic ? ["--public"] : [])], signal);
  },
});
