import * as z from "zod";
import { elsewhere } from "../../../document/document-file.ts";
import { quoted } from "../../../text/quoted.ts";
import { givenValues, type Layer } from "../../layer/layer.ts";
import { eachItem, listKey } from "../../layer/list-key.ts";
import { repeats } from "../../layer/repeats.ts";
import type { MergedContext } from "../../layer/treefile-key.ts";
import { packageSourceSchema, sourceFaults, sourceSchema } from "./package-source.ts";
import { resolveSource } from "./resolve-source.ts";

export const sources = listKey({
  name: "sources",
  schema: z.array(sourceSchema).meta({
    description: "Sources of packages in addition to Debian's archive, in deb822's words.",
    examples: [
      [
        {
          id: "example",
          uris: "https://packages.example.org/debian",
          suites: "trixie",
          components: "main",
          "signed-by": "keys/example.asc",
        },
      ],
    ],
  }),
  rule: "append",
  mayRepeat: true,
  faults: eachItem(sourceFaults),
  check: refuseSameId,
  field: "sources",
  record: packageSourceSchema,
  resolve: (entry, { read, problems }) => resolveSource(entry, read, problems),
});

function refuseSameId(layer: Layer, { problems }: MergedContext): void {
  for (const [{ value, file, path }, other] of repeats(
    givenValues(layer, sources.slot),
    ({ value: { id } }) => id,
  )) {
    const message = `the source ${quoted(value.id)} is already defined in ${elsewhere(file, other.file, other.path)}`;
    const hint = "Every source has an id of its own: rename one.";
    problems.add(file, [{ path: [...path, "id"], message, hint }]);
  }
}
