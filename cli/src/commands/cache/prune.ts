import { cachePruneRequestSchema } from "@debootc/core/request/cache/cache-requests";
import { countOf, formatBytes } from "@debootc/core/text/amount";
import { defineCommand } from "../../door/command-door.ts";
import { printable } from "../../render/text/printable.ts";
import { programName } from "../../screen/program-name.ts";

export const prune = defineCommand({
  description:
    "Remove what no run has used for long, and finished steps beyond a size, those first that were not used for the longest time. What a run is using stays, and so do chroots.",
  request: cachePruneRequestSchema,
  examples: [
    { purpose: "show what would be removed", command: `${programName} cache prune --dry-run` },
    {
      purpose: "keep 5 GiB of finished steps, and packages of the last week",
      command: `${programName} cache prune --max-size 5GiB --unused-days 7`,
    },
    {
      purpose: "keep 50 GiB in a directory that several machines share",
      command: `${programName} cache prune --remote /srv/debootc-cache --max-size 50GiB`,
    },
  ],
  run: async (request, deps) => {
    const { pruneCacheDirectory } = await import("@debootc/pipeline/upkeep/prune-cache-directory");
    const result = await pruneCacheDirectory(request, deps);
    return {
      exitStatus: 0,
      result,
      text: ({ style, glyphs }) => {
        const { steps, files, bytes, applied, directory } = result;
        const what = `${countOf(steps.length, "finished step")} and ${countOf(files.length, "file")} of ${directory}`;
        const done = `${applied ? "removed" : "would be removed"}: ${formatBytes(bytes)}`;
        return `\n  ${style.good(glyphs.done)} ${printable(what)} ${done}\n\n`;
      },
    };
  },
});
