import { matrixRequestSchema } from "@debootc/core/request/matrix-request";
import { printable } from "@debootc/core/text/printable";
import { jsonWithoutCommands } from "@debootc/core/text/without-commands";
import { defineCommand } from "../door/command-door.ts";
import { isGiven } from "../door/is-given.ts";
import { programName } from "../screen/program-name.ts";

export const matrix = defineCommand({
  description:
    "Print the jobs that compose a compose file, one for each variant and architecture, as JSON for `strategy.matrix` of " +
    "a GitHub workflow. All of them get one compose ID and one timestamp.",
  request: matrixRequestSchema,
  examples: [
    { purpose: "show the jobs", command: `${programName} matrix treefiles/compose.yaml` },
    {
      purpose: "hand the jobs on to the next job of a workflow",
      command: `echo "matrix=$(${programName} matrix treefiles/compose.yaml)" >>"$GITHUB_OUTPUT"`,
    },
    {
      purpose: "only one variant, with a compose ID of your own",
      command: `${programName} matrix treefiles/compose.yaml --variant server --compose-id debootc-13-20261130.0`,
    },
  ],
  run: async (request, deps, { origins }) => {
    const { matrixOfFile } = await import("@debootc/pipeline/compose-file/matrix-of-file");
    const result = await matrixOfFile(request, { chosen: isGiven(origins, "arch") }, deps);
    return {
      exitStatus: 0,
      result,
      text: () => `${jsonWithoutCommands(printable(JSON.stringify(result)))}\n`,
    };
  },
});
