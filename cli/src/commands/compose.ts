import { errorCodes } from "@debootc/core/error/codes";
import { composeRequestSchema } from "@debootc/core/request/compose-request";
import { configurationDirectories } from "@debootc/pipeline/door/configuration-directories";
import { isGiven } from "../door/is-given.ts";
import { defineCommand } from "../door/command-door.ts";
import { programName } from "../screen/program-name.ts";
import { composeSummary } from "../render/screens/compose-summary.ts";

export const compose = defineCommand({
  description:
    "Build an ostree commit and a bootc container image from a treefile, or from each variant of a compose file. " +
    "Packages come from the lockfile next to it; without one, apt chooses them now and the compose keeps the lock.",
  request: composeRequestSchema,
  examples: [
    {
      purpose: "compose a small Debian that boots",
      command: `${programName} compose treefiles/minimal.yaml`,
    },
    {
      purpose: "compose one variant of a release; without --variant, all of them",
      command: `${programName} compose treefiles/compose.yaml --variant server`,
    },
    {
      purpose:
        "only fetch the packages and build the root, into the cache; --skip lint,report leaves steps out",
      command: `${programName} compose treefiles/minimal.yaml --phase gather,build`,
    },
  ],
  run: async (request, deps, { settings, origins }) => {
    const { runCompose } = await import("@debootc/pipeline/compose/run-compose");
    const result = await runCompose(request, deps, {
      configuration: configurationDirectories(settings.files),
      chosen: isGiven(origins, "arch"),
    });
    return {
      exitStatus: result.failed === undefined ? 0 : errorCodes["compose-incomplete"].exit,
      result,
      text: (canvas) => composeSummary(result, canvas),
    };
  },
});
