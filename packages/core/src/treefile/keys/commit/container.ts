import * as z from "zod";
import { defaultMaxLayers, layerLimit } from "../../../layers/layer-plan.ts";
import { isReservedLabel } from "../../../oci/reserved-label.ts";
import { mergedValue, mergedValues, type Slot } from "../../layer/layer.ts";
import { memberValues } from "../../layer/member-values.ts";
import { treefileKey } from "../../layer/treefile-key.ts";
import { parseReference, referenceFaults, referenceRule } from "../../../registry/reference.ts";
import { quoted } from "../../../text/quoted.ts";
import { type TextFault, textSchema } from "../../../document/text-schema.ts";

const compressions = z.enum(["zstd", "gzip"]);
const defaults = { cmd: ["/sbin/init"], compression: "zstd", maxLayers: defaultMaxLayers } as const;

const inputSchema = z
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
        default: defaults.cmd,
        examples: [["/sbin/init", "--log-level=debug"]],
      })
      .optional(),
    compression: compressions
      .meta({
        description: "Compression of the layers; `gzip` is for old container engines.",
        default: defaults.compression,
        examples: ["gzip"],
      })
      .optional(),
    follows: textSchema(followsFaults, {
      description:
        "The image in a registry that machines follow with bootc, once `debootc push` has brought it there: disks are made so that `bootc upgrade` works at once. It counts only for trees with bootc.",
      absent: "disks follow `ostree-remote`",
      examples: ["ghcr.io/me/minimal:13"],
    }).optional(),
    "max-layers": z
      .int()
      .min(1)
      .max(layerLimit)
      .meta({
        description:
          "The most layers to make. With more, a host fetches less besides what changed, but in more requests.",
        default: defaults.maxLayers,
        examples: [64],
      })
      .optional(),
  })
  .meta({
    description: "The container image that is made of the tree.",
    examples: [{ title: "Debian minimal", labels: { "org.opencontainers.image.vendor": "Example" } }],
  });

const member = <T>(name: string): Slot<T> => ({ path: ["container", name], rule: "override" });
const title = member<string>("title");
const labels = member<string>("labels");
const cmd = member<readonly string[]>("cmd");
const compression = member<z.infer<typeof compressions>>("compression");
const maxLayers = member<number>("max-layers");
const follows = member<string>("follows");

export const container = treefileKey({
  name: "container",
  schema: inputSchema,
  slots: [title, labels, cmd, compression, maxLayers, follows],
  fill: (map, place) => [
    ...memberValues(map, [title, cmd, compression, maxLayers, follows], place),
    ...Object.entries(map.labels ?? {}).map(([key, value]) =>
      place(labels, value, ["container", "labels", key], key),
    ),
  ],
  record: {
    container: z.strictObject({
      /** `org.opencontainers.image.title`; the treefile's name when absent. */
      title: z.string().optional(),
      labels: z.record(z.string(), z.string()),
      cmd: z.array(z.string()).min(1),
      compression: compressions,
      maxLayers: z.int().min(1).max(layerLimit),
      /** REGISTRY/NAME:TAG. It shapes disks, and no byte of the image. */
      follows: z.string().optional(),
    }),
  },
  resolve: (layer) => {
    const titled = mergedValue(layer, title);
    const followed = mergedValue(layer, follows);
    return {
      container: {
        ...(titled === undefined ? {} : { title: titled.value }),
        labels: Object.fromEntries(mergedValues(layer, labels).map(({ name = "", value }) => [name, value])),
        cmd: [...(mergedValue(layer, cmd)?.value ?? defaults.cmd)],
        compression: mergedValue(layer, compression)?.value ?? defaults.compression,
        maxLayers: mergedValue(layer, maxLayers)?.value ?? defaults.maxLayers,
        ...(followed === undefined ? {} : { follows: followed.value }),
      },
    };
  },
});

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

function followsFaults(text: string): readonly TextFault[] {
  const faults = referenceFaults(text);
  if (faults.length > 0) return faults;
  if (parseReference(text).tag !== undefined) return [];
  return [{ message: `${quoted(text)} has no tag`, allowed: referenceRule.replace("[:TAG]", ":TAG") }];
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
