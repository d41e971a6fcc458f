import * as z from "zod";
import { mergedValues, type Slot } from "../../layer/layer.ts";
import { treefileKey } from "../../layer/treefile-key.ts";
import { quoted } from "../../../text/quoted.ts";
import { type TextFault, textSchema } from "../../../document/text-schema.ts";

/**
 * Describes a value of a commit's metadata. It is no number, because programs do not agree on the order of its
 * bytes.
 */
export const commitMetadataValueSchema = z.union([z.string(), z.boolean()]);

const slot: Slot<z.infer<typeof commitMetadataValueSchema>> = {
  path: ["add-commit-metadata"],
  rule: "override",
};

export const addCommitMetadata = treefileKey({
  name: "add-commit-metadata",
  schema: z
    .record(
      textSchema(metadataKeyFaults, { description: "Name of a key of the metadata." }),
      commitMetadataValueSchema.meta({ description: "Its value: a text, true or false." }),
    )
    .meta({
      description:
        "What to write into the metadata of the commit, for `ostree show --print-metadata-key`. It changes no tree and no image.",
      examples: [{ "org.example.channel": "stable", "org.example.production": true }],
    }),
  slots: [slot],
  fill: (map, place) =>
    Object.entries(map).map(([key, value]) => place(slot, value, ["add-commit-metadata", key], key)),
  record: { commitMetadata: z.record(z.string(), commitMetadataValueSchema) },
  resolve: (layer) => ({
    commitMetadata: Object.fromEntries(
      mergedValues(layer, slot).map(({ name = "", value }) => [name, value]),
    ),
  }),
});

/** Keys that ostree reads, but leaves to others to write. */
const ofOstree = ["ostree.endoflife", "ostree.endoflife-rebase", "ostree.source-title"];

function metadataKeyFaults(text: string): readonly TextFault[] {
  if (text === "version") {
    const hint = "Write `automatic-version-prefix`.";
    return [{ message: "the version is written by debootc", allowed: others, hint }];
  }
  if (/^(debootc|ostree|rpmostree)\./.test(text) && !ofOstree.includes(text)) {
    const hint = "Begin it with a name of your own: `org.example.`.";
    return [{ message: `the key ${quoted(text)} is written by debootc or ostree`, allowed: others, hint }];
  }
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(text)) return [];
  const allowed = "letters, digits, `.`, `_` and `-`, beginning with a letter or digit";
  const hint = "Write it as `org.example.channel`.";
  return [{ message: `${quoted(text)} cannot be a key of a commit's metadata`, allowed, hint }];
}

const others = `any key but version, debootc.* and ostree.*; of these ${ofOstree.join(", ")}`;
