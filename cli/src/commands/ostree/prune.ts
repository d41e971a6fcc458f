import { ostreePruneRequestSchema } from "@debootc/core/request/ostree/ostree-prune-request";
import { countOf } from "@debootc/core/text/amount";
import { shellWord } from "@debootc/core/text/shell-word";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";
import { ostreeSummary } from "../../render/screens/publish/ostree-summary.ts";
import { shortPath } from "../../render/text/short-path.ts";

export const prune = defineCommand({
  description:
    "Remove old commits of each ref, and the objects that only they use. Without --apply, only show what would be removed.",
  request: ostreePruneRequestSchema,
  examples: [
    { purpose: "show what would be removed", command: `${programName} ostree prune /srv/updates --keep 3` },
    {
      purpose: "remove all but three commits of each ref and those of the last month",
      command: `${programName} ostree prune /srv/updates --keep 3 --keep-days 30 --apply`,
    },
  ],
  run: async (request, deps) => {
    const { pruneRepository } = await import("@debootc/pipeline/ostree/prune-repository");
    const result = await pruneRepository(request, deps);
    const { refs, objects, freed, applied } = result;
    return {
      exitStatus: 0,
      result,
      text: (canvas) => {
        const repo = shellWord(shortPath(result.repo, canvas.directory));
        const count = refs.reduce((sum, { removed }) => sum + removed.length, 0);
        const isDone = applied || (count === 0 && objects === 0);
        const keepDays = request.keepDays === undefined ? "" : ` --keep-days ${request.keepDays}`;
        return ostreeSummary(
          {
            title: `${countOf(count, "commit")} and ${countOf(objects, "object")} of ${repo} ${applied ? "removed" : "would be removed"}: ${freed}`,
            facts: refs.flatMap(({ ref, kept, removed }) => [
              { label: "keeps", value: ref, note: countOf(kept, "commit") },
              ...removed.map(({ checksum, version }) => ({
                label: applied ? "removed" : "would remove",
                value: checksum,
                ...(version === undefined ? {} : { note: version }),
              })),
            ]),
            next: [
              ...(isDone
                ? []
                : [
                    {
                      purpose: "remove them",
                      command: `${programName} ostree prune ${repo} --keep ${request.keep}${keepDays} --apply`,
                    },
                  ]),
              ...(applied && count > 0
                ? [
                    {
                      purpose: "tell clients that deltas are gone",
                      command: `${programName} ostree summary ${repo} --gpg-key-file KEY`,
                    },
                  ]
                : []),
            ],
          },
          canvas,
        );
      },
    };
  },
});
