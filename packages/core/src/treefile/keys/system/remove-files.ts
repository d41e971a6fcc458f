import * as z from "zod";
import { textSchema } from "../../../document/text-schema.ts";
import type { Layer } from "../../layer/layer.ts";
import { listKey } from "../../layer/list-key.ts";
import { contradictions, takingBack } from "../../layer/take-back.ts";
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
  // An including file may add what an included one removes; the other way round, files are removed after they are added.
  takesBack: (slot) => [
    takingBack({
      from: slot,
      by: addFiles.slot,
      namesOf: (path) => [path],
      nameOf: ({ target }) => target,
    }),
  ],
  check: refuseBoth,
  field: "removeFiles",
  record: z.string(),
  planned: {
    record: { removeFiles: z.array(z.string()) },
    of: ({ removeFiles }) => ({ removeFiles }),
  },
});

/** One file may not do both. */
function refuseBoth(layer: Layer, { problems }: MergedContext): void {
  const removal = takingBack({
    from: addFiles.slot,
    by: removeFiles.slot,
    namesOf: ({ target }) => [target],
    nameOf: (path) => path,
  });
  const words = { given: "added", taken: "removed" };
  for (const { in: file, ...fault } of contradictions(layer, removal, words)) problems.add(file, [fault]);
}
