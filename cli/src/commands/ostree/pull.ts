import { ostreePullRequestSchema } from "@debootc/core/request/ostree/ostree-pull-request";
import { shellWord } from "@debootc/core/text/shell-word";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";
import { ostreeSummary } from "../../render/screens/publish/ostree-summary.ts";
import { shortPath } from "../../render/text/short-path.ts";

export const pull = defineCommand({
  description:
    "Copy one commit into a repository and check every object. The ref moves last. Clients of a repository with a " +
    "summary see the commit only once the summary is written again, so there is time to sign it.",
  request: ostreePullRequestSchema,
  examples: [
    { purpose: "add the newest compose", command: `${programName} ostree pull /srv/updates latest` },
    {
      purpose: "mirror a server, if the key signed its commit",
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
                      note: "clients see the previous commits until it is written again",
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
                      purpose: "make the update small to download",
                      command: `${programName} ostree delta ${repo} ${ref}`,
                    },
                  ]),
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
