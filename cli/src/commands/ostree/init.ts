import { ostreeInitRequestSchema } from "@debootc/core/request/ostree/ostree-init-request";
import { shellWord } from "@debootc/core/text/shell-word";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";
import { ostreeSummary } from "../../render/screens/publish/ostree-summary.ts";
import { shortPath } from "../../render/text/short-path.ts";

export const init = defineCommand({
  description:
    "Create an empty ostree repository that outlives single composes: one directory, which any web server can serve.",
  request: ostreeInitRequestSchema,
  examples: [
    { purpose: "create a repository", command: `${programName} ostree init /srv/updates` },
    {
      purpose: "create one next to the composes, to try it out",
      command: `${programName} ostree init out/updates`,
    },
  ],
  run: async (request) => {
    const { initRepositoryAt } = await import("@debootc/pipeline/ostree/init-repository");
    const result = await initRepositoryAt(request);
    return {
      exitStatus: 0,
      result,
      text: (canvas) => {
        const repo = shellWord(shortPath(result.repo, canvas.directory));
        return ostreeSummary(
          {
            title: `${canvas.style.heading(repo)} is an empty repository`,
            facts: [],
            next: [
              {
                purpose: "add the newest compose",
                command: `${programName} ostree pull ${repo} latest`,
              },
            ],
          },
          canvas,
        );
      },
    };
  },
});
