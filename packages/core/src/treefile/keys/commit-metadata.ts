import * as z from "zod";
import { quoted } from "../../text/quoted.ts";
import { type TextFault, textSchema } from "../../document/text-schema.ts";

/** A value of a commit's metadata. No number: programs do not agree in which order a commit has its bytes. */
export const commitMetadataValueSchema = z.union([z.string(), z.boolean()]);
export type CommitMetadataValue = z.infer<typeof commitMetadataValueSchema>;

/** `add-commit-metadata`, as a treefile writes it. */
export const commitMetadataSchema = z
  .record(
    textSchema(metadataKeyFaults, { description: "Name of a key of the metadata." }),
    commitMetadataValueSchema.meta({ description: "Its value: a text, true or false." }),
  )
  .meta({
    description:
      "What to write into the metadata of the commit, for `ostree show --print-metadata-key`. It changes no tree and no image.",
    examples: [{ "org.example.channel": "stable", "org.example.production": true }],
  });

/** What ostree lets others say of a commit, of all that it reads itself. */
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
