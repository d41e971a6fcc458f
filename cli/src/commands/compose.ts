import { errorCodes } from "@debootc/core/error/codes";
import { composeRequestSchema } from "@debootc/core/request/compose-request";
import { configurationDirectories } from "../door/configuration-directories.ts";
import { defineCommand } from "../door/command-door.ts";
import { programName } from "../screen/program-name.ts";
import { composeSummary } from "../render/screens/compose-summary.ts";

export const compose = defineCommand({
  description:
    "Build an ostree commit and a bootc container image from a treefile. " +
    "Packages come from the treefile's lock; without one they are resolved now and the lock is kept in the compose.",
  request: composeRequestSchema,
  examples: [
    {
      purpose: "compose a small Debian that boots",
      command: `${programName} compose treefiles/minimal.yaml`,
    },
    {
      purpose: "prove that it can be reproduced: nothing reused but verified packages",
      command: `${programName} compose treefiles/minimal.yaml --no-cache`,
    },
    {
      purpose: "commit and summary signed with a key of GnuPG",
      command: `${programName} compose treefiles/minimal.yaml --gpg-key-file updates.key`,
    },
  ],
  run: async (request, deps, { settings }) => {
    const { composeTreefile } = await import("@debootc/pipeline/compose/compose-treefile");
    const result = await composeTreefile(request, deps, configurationDirectories(settings.files));
    return {
      exitStatus: result.failed === undefined ? 0 : errorCodes["compose-incomplete"].exit,
      result,
      text: (canvas) => composeSummary(result, canvas),
    };
  },
});
