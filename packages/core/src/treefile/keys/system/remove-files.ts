import * as z from "zod";
import { elsewhere } from "../../../document/document-file.ts";
import { textSchema } from "../../../document/text-schema.ts";
import { quoted } from "../../../text/quoted.ts";
import { givenValues, type Layer } from "../../layer/layer.ts";
import { listKey } from "../../layer/list-key.ts";
import { firstByName } from "../../layer/repeats.ts";
import type { MergedContext } from "../../layer/treefile-key.ts";
import { addFiles } from "./add-files.ts";
import { removalFaults, removalPath } from "./image-path.ts";

export const removeFiles = listKey({
  name: "remove-files",
  schema: z
    .array(
      textSchema(removalFaults, {
        description: "Path in the image; `*` matches any text within one part.",
      }),
    )
    .meta({ description: "Files to remove from the image.", examples: [["/usr/share/doc/*"]] }),
  parse: removalPath,
  rule: "once",
  check: refuseBoth,
  field: "removeFiles",
  record: z.string(),
  planned: {
    record: { removeFiles: z.array(z.string()) },
    of: ({ removeFiles }) => ({ removeFiles }),
  },
});

/** An including file may remove what an included one adds; one file may not do both. */
function refuseBoth(layer: Layer, { problems }: MergedContext): void {
  const added = firstByName(
    givenValues(layer, addFiles.slot),
    ({ value: { target }, file }) => `${file.path} ${target}`,
  );
  for (const { value, file, path } of givenValues(layer, removeFiles.slot)) {
    const other = added.get(`${file.path} ${value}`);
    if (other === undefined) continue;
    const message = `${quoted(value)} is removed here and added in ${elsewhere(file, other.file, other.path)}`;
    problems.add(file, [{ path, message, hint: "Remove it from one of the two." }]);
  }
}
