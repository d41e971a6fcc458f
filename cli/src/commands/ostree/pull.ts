import { ostreePullRequestSchema } from "@debootc/core/request/ostree/ostree-pull-request";
import { shellWord } from "@debootc/core/text/shell-word";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";
import { ostreeSummary } from "../../render/screens/ostree-summary.ts";
import { shortPath } from "../../render/text/short-path.ts";

export const pull = defineCommand({
  description:
    "Bring one commit into a repository, every object checked. The ref moves last; clients of a repository with a " +
    "summary see the commit when the summary is written anew, so there is time to sign it.",
  request: ostreePullRequestSchema,
  examples: [
    { purpose: "the newest compose", command: `${programName} ostree pull /srv/updates latest` },
    {
      purpose: "what a server has, if the key signed it",
      command: `${programName} ostree pull mirror https://updates.example.org/repo debian/trixie/amd64/minimal --gpg-key updates.asc`,
    },
  ],
  run: async (request, deps) => {
    const { pullCommit } = await import("@debootc/pipeline/ostree/pull-commit");
    const result = await pullCommit(request, deps);
    const { ref, checksum, before } = result;
    return {
      exitStatus: 0,
      result,
      text: (canvas) => {
        const repo = shellWord(shortPath(result.repo, canvas.directory));
        const isNew = before !== checksum;
        return ostreeSummary(
          {
            title: `${canvas.style.heading(ref)} ${isNew ? "is in" : "was already in"} ${repo}`,
            facts: [
              { label: "commit", value: checksum },
              ...(before === undefined || !isNew ? [] : [{ label: "before", value: before }]),
              ...(result.summary === "stale"
                ? [
                    {
                      label: "summary",
                      value: "older",
                      note: "clients see the commits before until it is written anew",
                    },
                  ]
                : []),
            ],
            next: [
              {
                purpose: "sign it",
                command: `${programName} ostree sign ${repo} ${ref} --gpg-key-file KEY`,
              },
              ...(before === undefined || !isNew
                ? []
                : [
                    {
                      purpose: "make the update small",
                      command: `${programName} ostree delta ${repo} ${ref}`,
                    },
                  ]),
              {
                purpose: "let clients see it",
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
