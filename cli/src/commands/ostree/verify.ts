import { ostreeVerifyRequestSchema } from "@debootc/core/request/ostree/ostree-verify-request";
import { shellWord } from "@debootc/core/text/shell-word";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";
import { ostreeSummary } from "../../render/screens/publish/ostree-summary.ts";
import { shortPath } from "../../render/text/short-path.ts";

export const verify = defineCommand({
  description:
    "Let an ostree client check a commit with public keys, as a machine that has them does. Exit status 0 means that " +
    "one of the keys signed it; 9 means that none did, that the key has expired, or that there is no signature.",
  request: ostreeVerifyRequestSchema,
  examples: [
    {
      purpose: "check a commit before it is published",
      command: `${programName} ostree verify /srv/updates debian/trixie/amd64/minimal --gpg-key updates.asc`,
    },
    {
      purpose: "check what machines see: the summary is signed, too, and lists the commit",
      command: `${programName} ostree verify /srv/updates debian/trixie/amd64/minimal --gpg-key updates.asc --summary`,
    },
  ],
  run: async (request, deps) => {
    const { verifyCommit } = await import("@debootc/pipeline/ostree/verify-commit");
    const result = await verifyCommit(request, deps);
    const { ref, checksum, signers } = result;
    return {
      exitStatus: 0,
      result,
      text: (canvas) => {
        const repo = shellWord(shortPath(result.repo, canvas.directory));
        return ostreeSummary(
          {
            title: `${canvas.style.heading(ref)} in ${repo} is signed by one of the keys${result.summary ? ", and so is the summary" : ""}`,
            facts: [
              { label: "commit", value: checksum },
              ...signers.map((key) => ({ label: "signature of", value: key })),
            ],
          },
          canvas,
        );
      },
    };
  },
});
