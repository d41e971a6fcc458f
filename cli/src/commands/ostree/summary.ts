import { ostreeSummaryRequestSchema } from "@debootc/core/request/ostree/ostree-summary-request";
import { countOf } from "@debootc/core/text/amount";
import { shellWord } from "@debootc/core/text/shell-word";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";
import { ostreeSummary } from "../../render/screens/publish/ostree-summary.ts";
import { shortPath } from "../../render/text/short-path.ts";

export const summary = defineCommand({
  description:
    "Write the summary, by which clients find refs and deltas: a client trusts even an outdated one more than the refs " +
    "themselves. This is the last step of publishing. The new summary appears only when it is complete and signed.",
  request: ostreeSummaryRequestSchema,
  examples: [
    {
      purpose: "publish what you pulled and signed",
      command: `${programName} ostree summary /srv/updates --gpg-key-file updates.key`,
    },
    {
      purpose: "write it without a signature",
      command: `${programName} ostree summary /srv/updates --unsigned`,
    },
  ],
  run: async (request, deps) => {
    const { renewSummary } = await import("@debootc/pipeline/ostree/renew-summary");
    const result = await renewSummary(request, deps);
    return {
      exitStatus: 0,
      result,
      text: (canvas) => {
        const repo = shellWord(shortPath(result.repo, canvas.directory));
        return ostreeSummary(
          {
            title: `the summary of ${canvas.style.heading(repo)} lists ${countOf(result.refs, "ref")}`,
            facts:
              result.signed.length === 0
                ? [{ label: "signed by", value: "nobody" }]
                : result.signed.map((key) => ({ label: "signed by", value: key })),
          },
          canvas,
        );
      },
    };
  },
});
