import { ostreeFsckRequestSchema } from "@debootc/core/request/ostree/ostree-fsck-request";
import { countOf } from "@debootc/core/text/amount";
import { shellWord } from "@debootc/core/text/shell-word";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";
import { ostreeSummary } from "../../render/screens/publish/ostree-summary.ts";
import { shortPath } from "../../render/text/short-path.ts";

export const fsck = defineCommand({
  description:
    "Read every object of a repository and compare it with its checksum. Exit status 8 means that something is damaged or missing.",
  request: ostreeFsckRequestSchema,
  examples: [
    { purpose: "check a repository", command: `${programName} ostree fsck /srv/updates` },
    {
      purpose: "check the repository of the newest compose",
      command: `${programName} ostree fsck out/latest/compose/minimal/amd64/ostree`,
    },
  ],
  run: async (request, deps) => {
    const { checkRepositoryAt } = await import("@debootc/pipeline/ostree/check-repository");
    const result = await checkRepositoryAt(request, deps);
    return {
      exitStatus: 0,
      result,
      text: (canvas) => {
        const repo = shellWord(shortPath(result.repo, canvas.directory));
        const isStale = result.summary === "stale";
        return ostreeSummary(
          {
            title: `${canvas.style.heading(repo)} is intact`,
            facts: [
              { label: "has", value: countOf(result.refs, "ref") },
              {
                label: "summary",
                value: result.summary,
                ...(isStale ? { note: "clients trust it more than the refs" } : {}),
              },
            ],
            next: isStale
              ? [
                  {
                    purpose: "bring it up to date",
                    command: `${programName} ostree summary ${repo} --gpg-key-file KEY`,
                  },
                ]
              : [],
          },
          canvas,
        );
      },
    };
  },
});
