import * as z from "zod";
import { defaultMaxLayers, layerLimit } from "../../layers/layer-plan.ts";
import { isReservedLabel } from "../../oci/reserved-label.ts";
import { quoted } from "../../text/quoted.ts";
import { type TextFault, textSchema } from "../../document/text-schema.ts";

/** The container image that is made of the tree, as a treefile writes it. */
export const containerInputSchema = z
  .strictObject({
    title: textSchema(titleFaults, {
      description: "Title of the image (label org.opencontainers.image.title).",
      absent: "the treefile's name",
      examples: ["Debian minimal"],
    }).optional(),
    labels: z
      .record(
        textSchema(labelFaults, { description: "Name of a label." }),
        z.string().meta({ description: "Value of the label." }),
      )
      .meta({
        description: "Labels of the image.",
        examples: [{ "org.opencontainers.image.vendor": "Example" }],
      })
      .optional(),
    cmd: z
      .array(textSchema(wordFaults, { description: "One word of the command." }))
      .min(1)
      .meta({
        description: "Command of the image, word by word.",
        default: ["/sbin/init"],
        examples: [["/sbin/init", "--log-level=debug"]],
      })
      .optional(),
    compression: z
      .enum(["zstd", "gzip"])
      .meta({
        description: "Compression of the layers; `gzip` is for old container engines.",
        default: "zstd",
        examples: ["gzip"],
      })
      .optional(),
    "max-layers": z
      .int()
      .min(1)
      .max(layerLimit)
      .meta({
        description:
          "At most so many layers. With more a host fetches less beside what changed, and asks more often.",
        default: defaultMaxLayers,
        examples: [64],
      })
      .optional(),
  })
  .meta({ description: "The container image that is made of the tree." });
export type ContainerInput = z.input<typeof containerInputSchema>;

function labelFaults(text: string): readonly TextFault[] {
  const allowed = "letters, digits, `.`, `_`, `-` and `/`";
  if (isReservedLabel(text)) {
    const others =
      "any label that does not say what the image is: not containers.bootc, ostree.*, debootc.*, nor its version";
    return [
      { message: `the label ${quoted(text)} is written by debootc`, allowed: others, hint: "Remove it." },
    ];
  }
  if (/^[A-Za-z0-9][A-Za-z0-9._/-]*$/.test(text)) return [];
  const hint = "Write it as `org.example.team`.";
  return [{ message: `${quoted(text)} cannot be the name of a label`, allowed, hint }];
}

function titleFaults(text: string): readonly TextFault[] {
  if (text.trim() !== "" && !/[\r\n]/.test(text)) return [];
  return [
    { message: "the title must be one line of text", hint: "Remove `title` to use the treefile's name." },
  ];
}

function wordFaults(text: string): readonly TextFault[] {
  return text === "" ? [{ message: "a word of the command is empty", hint: "Remove the item." }] : [];
}
