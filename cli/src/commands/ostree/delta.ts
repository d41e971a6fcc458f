import { ostreeDeltaRequestSchema } from "@debootc/core/request/ostree/ostree-delta-request";
import { formatBytes } from "@debootc/core/text/amount";
import { shellWord } from "@debootc/core/text/shell-word";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";
import { ostreeSummary } from "../../render/screens/publish/ostree-summary.ts";
import { shortPath } from "../../render/text/short-path.ts";

export const delta = defineCommand({
  description:
    "Make a static delta: a machine with the previous commit then downloads a few files instead of sending one " +
    "request for each changed file. Clients find the delta once the summary is written again.",
  request: ostreeDeltaRequestSchema,
  examples: [
    {
      purpose: "from the previous commit",
      command: `${programName} ostree delta /srv/updates debian/trixie/amd64/minimal`,
    },
    {
      purpose: "from an older commit, for machines that were off",
      command: `${programName} ostree delta /srv/updates debian/trixie/amd64/minimal --from 4d7f...`,
    },
  ],
  run: async (request, deps) => {
    const { makeDelta } = await import("@debootc/pipeline/ostree/make-delta");
    const result = await makeDelta(request, deps);
    const { ref, from, to, parts, bytes, reused } = result;
    return {
      exitStatus: 0,
      result,
      text: (canvas) => {
        const repo = shellWord(shortPath(result.repo, canvas.directory));
        return ostreeSummary(
          {
            title: `the delta of ${canvas.style.heading(ref)} ${reused ? "existed already" : "is made"}`,
            facts: [
              { label: "from", value: from },
              { label: "to", value: to },
              {
                label: "download",
                value: formatBytes(bytes),
                note: parts === 1 ? "1 part" : `${parts} parts`,
              },
            ],
            next: [
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
