import { errorCodes } from "@debootc/core/error/codes";
import { assembleRequestSchema } from "@debootc/core/request/assemble-request";
import { defineCommand } from "../door/command-door.ts";
import { programName } from "../screen/program-name.ts";
import { composeSummary } from "../render/screens/compose-summary.ts";

export const assemble = defineCommand({
  description:
    "Make one compose of legs that were composed apart, such as on several machines. Each is checked against its record; " +
    "but for signatures, the result is equal to the compose that a single run would have made.",
  request: assembleRequestSchema,
  examples: [
    {
      purpose: "assemble what the jobs of a workflow left",
      command: `${programName} assemble legs/*/release-13-20261130.0`,
    },
    {
      purpose: "of a compose file with more, only two variants were composed",
      command: `${programName} assemble legs/*/release-13-20261130.0 --only-variant minimal --only-variant server`,
    },
    {
      purpose: "and sign it here, where the key is",
      command: `${programName} assemble legs/*/release-13-20261130.0 --gpg-key-file updates.key`,
    },
  ],
  run: async (request, deps) => {
    const { assemble: assembleLegs } = await import("@debootc/pipeline/assemble/assemble");
    const result = await assembleLegs(request, deps);
    return {
      exitStatus: result.failed === undefined ? 0 : errorCodes["compose-incomplete"].exit,
      result,
      text: (canvas) => composeSummary(result, canvas),
    };
  },
});
