import { ostreeCommitRequestSchema } from "@debootc/core/request/ostree/ostree-commit-request";
import { shellWord } from "@debootc/core/text/shell-word";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";
import { ostreeSummary } from "../../render/screens/publish/ostree-summary.ts";
import { shortPath } from "../../render/text/short-path.ts";

export const commit = defineCommand({
  description:
    "Commit a directory without any change, as the next commit of a ref. For a system that boots, compose a treefile " +
    "and pull that instead.",
  request: ostreeCommitRequestSchema,
  examples: [
    {
      purpose: "commit a directory of files for machines",
      command: `${programName} ostree commit /srv/updates site --ref site/config --root-owned`,
    },
    {
      purpose: "make the same commit of the same files at any time",
      command: `${programName} ostree commit /srv/updates site --ref site/config --root-owned --timestamp 2026-11-23T00:00:00Z`,
    },
  ],
  run: async (request, deps) => {
    const { commitToRef } = await import("@debootc/pipeline/ostree/commit-directory");
    const result = await commitToRef(request, deps);
    const { ref, checksum, parent } = result;
    return {
      exitStatus: 0,
      result,
      text: (canvas) => {
        const repo = shellWord(shortPath(result.repo, canvas.directory));
        return ostreeSummary(
          {
            title: `${canvas.style.heading(ref)} is in ${repo}`,
            facts: [
              { label: "commit", value: checksum },
              ...(parent === undefined ? [] : [{ label: "parent", value: parent }]),
            ],
            next: [
              { purpose: "sign it", command: `${programName} ostree sign ${repo} ${ref} --gpg-key-file KEY` },
              {
                purpose: "publish it",
                command: `${programName} ostree summary ${repo} --gpg-key-file KEY`,
              },
            ],
          },
          canvas,
        );
      },
    };
  },
});
