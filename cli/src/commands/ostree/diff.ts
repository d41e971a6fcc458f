import { ostreeDiffRequestSchema } from "@debootc/core/request/ostree/ostree-diff-request";
import { countOf } from "@debootc/core/text/amount";
import { defineCommand } from "../../door/command-door.ts";
import { programName } from "../../screen/program-name.ts";
import { changeSigns, versionsOf } from "../../render/screens/diff-words.ts";
import { factRows } from "../../render/text/facts.ts";
import { printable } from "../../render/text/printable.ts";

export const diff = defineCommand({
  description:
    "Compare two commits of a repository: the packages by their own databases of dpkg, and the paths. What a host of " +
    "the image downloads is told by debootc diff.",
  request: ostreeDiffRequestSchema,
  examples: [
    {
      purpose: "what the newest commit of a ref changed",
      command: `${programName} ostree diff /srv/updates debian/trixie/amd64/minimal`,
    },
    {
      purpose: "two commits, path by path",
      command: `${programName} ostree diff /srv/updates 4d7f... debian/trixie/amd64/minimal --files`,
    },
  ],
  run: async (request) => {
    const { diffCommits } = await import("@debootc/pipeline/ostree/diff-commits");
    const result = await diffCommits(request);
    const { counts, packages, paths = [] } = result;
    return {
      exitStatus: 0,
      result,
      text: (canvas) => {
        const facts = [
          { label: "old", value: result.old.checksum, note: printable(result.old.version ?? "") },
          { label: "new", value: result.new.checksum, note: printable(result.new.version ?? "") },
          {
            label: "paths",
            value: `${counts.added} added, ${counts.removed} removed, ${counts.changed} changed`,
          },
          {
            label: "packages",
            value:
              packages === undefined
                ? "no dpkg database in one of the two"
                : countOf(packages.length, "change"),
          },
        ];
        const rows = (packages ?? []).map(
          (change) =>
            `    ${changeSigns[change.change]} ${printable(`${change.source} ${versionsOf(change)}`)}`,
        );
        const files = paths.map(({ change, path }) => `    ${changeSigns[change]} ${printable(path)}`);
        return [
          ...factRows("Two commits", facts, canvas),
          ...(rows.length === 0 ? [] : ["", `  ${canvas.style.heading("Packages")}`, ...rows]),
          ...(files.length === 0 ? [] : ["", `  ${canvas.style.heading("Paths")}`, ...files]),
          "",
          "",
        ].join("\n");
      },
    };
  },
});
