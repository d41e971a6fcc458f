import * as z from "zod";
import { debFileFaults } from "../../../document/relative-path.ts";
import { textSchema } from "../../../document/text-schema.ts";
import { ownFile, ownFileKind, ownFileSchema } from "../../layer/own-file.ts";
import { givenValues, type Layer } from "../../layer/layer.ts";
import { listKey } from "../../layer/list-key.ts";
import type { MergedContext } from "../../layer/treefile-key.ts";

export const localPackages = listKey({
  name: "local-packages",
  schema: z
    .array(
      textSchema(debFileFaults, {
        description: "A .deb file, relative to this treefile and below its directory.",
        examples: ["packages/agent_1.2_amd64.deb"],
      }),
    )
    .meta({
      description:
        "Packages to install from files. Each wins over every other version of its package, and the lock records its SHA-256.",
      examples: [["packages/agent_1.2_${basearch}.deb"]],
    }),
  rule: "append",
  check: refuseDirectories,
  field: "localPackages",
  record: ownFileSchema,
  resolve: (entry) => ownFile(entry, entry.value),
});

function refuseDirectories(layer: Layer, context: MergedContext): void {
  for (const entry of givenValues(layer, localPackages.slot)) {
    if (ownFileKind(entry, entry.value, entry.path, context) !== "directory") continue;
    const hint = "Name each .deb file in it.";
    context.problems.add(entry.file, [{ path: entry.path, message: "the package is a directory", hint }]);
  }
}
