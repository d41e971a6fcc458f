import { initRequestSchema } from "@debootc/core/request/init-request";
import { configurationDirectories } from "@debootc/pipeline/door/configuration-directories";
import { defineCommand } from "../door/command-door.ts";
import { personHere } from "../door/person-here.ts";
import { initSummary } from "../render/screens/init-summary.ts";
import { programName } from "../screen/program-name.ts";

export const init = defineCommand({
  description:
    "Begin a system: write a commented treefile with your account and key, what it includes, the exact packages, " +
    "a .gitignore and a workflow for GitHub. Nothing that exists is changed.",
  request: initRequestSchema,
  examples: [
    { purpose: "begin a server", command: `${programName} init my-server` },
    {
      purpose: "begin a desktop",
      command: `${programName} init my-desktop --template desktop`,
    },
    {
      purpose: "begin in this directory, without a network",
      command: `${programName} init --template appliance --no-lock`,
    },
  ],
  run: async (request, deps, { settings }) => {
    const { init: begin } = await import("@debootc/pipeline/starter/init");
    const configuration = configurationDirectories(settings.files);
    const result = await begin(request, deps, { ...(await personHere()), configuration });
    return { exitStatus: 0, result, text: (canvas) => initSummary(result, canvas) };
  },
});
