import * as z from "zod";
import { diskImageFormats, type DiskImageFormat } from "../../../disk/image-formats.ts";
import { defaultBootTries, mostBootTries } from "../../../disk/boot-tries.ts";
import { originOf, originSchema } from "../../../document/origin.ts";
import { type Layer, mergedValue, type Slot } from "../../layer/layer.ts";
import { memberValues } from "../../layer/member-values.ts";
import { treefileKey } from "../../layer/treefile-key.ts";
import { quoted } from "../../../text/quoted.ts";
import { type TextFault, textSchema } from "../../../document/text-schema.ts";

const noSecureBoot = {
  message: "Secure Boot is not possible with an image-based Debian so far",
  allowed: "false",
  hint: "Debian's signed GRUB reads neither of the menus that ostree writes, and under Secure Boot it loads no module that could. Remove the key.",
};

const sizeForm = /^([1-9][0-9]{0,4})([GT])$/;

const defaults = { bootLoader: "grub", bootTries: defaultBootTries, filesystem: "ext4", size: "4G" } as const;

const inputSchema = z
  .strictObject({
    "boot-loader": z
      .enum(["grub"])
      .meta({
        description: "The boot loader: GRUB of the suite itself, for UEFI.",
        default: defaults.bootLoader,
        examples: ["grub"],
      })
      .optional(),
    "boot-tries": z
      .int()
      .min(0)
      .max(mostBootTries)
      .meta({
        description:
          "How often a new deployment is tried before the previous one is booted again. `0`: for ever.",
        default: defaults.bootTries,
        examples: [5],
      })
      .optional(),
    filesystem: z
      .enum(["ext4"])
      .meta({ description: "The file system of the root.", default: defaults.filesystem, examples: ["ext4"] })
      .optional(),
    images: z
      .array(z.enum(diskImageFormats))
      .meta({
        description:
          "The formats in which every compose has the disk, as one of its outputs. An empty list: none.",
        default: [],
        examples: [["raw", "qcow2"]],
      })
      .optional(),
    "images-required": z
      .boolean()
      .meta({
        description: "Whether a compose fails if it cannot make `images`, instead of being incomplete.",
        default: true,
        examples: [false],
      })
      .optional(),
    size: textSchema(sizeFaults, {
      description: "Size of the disk, in GiB (G) or TiB (T). The image is sparse: it takes what is in it.",
      pattern: sizeForm.source,
      examples: ["16G"],
    })
      .meta({ default: defaults.size })
      .optional(),
    "secure-boot": z
      .boolean()
      .superRefine((wanted, context) => {
        if (wanted) context.addIssue({ code: "custom", message: noSecureBoot.message, params: noSecureBoot });
      })
      .meta({
        description: "Boot with Secure Boot switched on. Only `false` is possible so far.",
        default: false,
        examples: [false],
      })
      .optional(),
  })
  .superRefine((disk, context) => {
    // A map of unknown keys comes here without them.
    if (Object.keys(disk).length > 0 || context.issues.length > 0) return;
    const hint = "Write `disk: {boot-loader: grub}`.";
    context.addIssue({ code: "custom", message: "this map is empty", params: { hint } });
  })
  .meta({
    description: "The disk images that composes and `debootc export disk` make of the tree.",
    absent: "no disk image can be made",
    examples: [{ "boot-loader": "grub", size: "16G" }],
  });

const member = <T>(name: string): Slot<T> => ({ path: ["disk", name], rule: "override" });
const bootLoader = member<"grub">("boot-loader");
const bootTries = member<number>("boot-tries");
const filesystem = member<"ext4">("filesystem");
const size = member<string>("size");
const images = member<readonly DiskImageFormat[]>("images");
const imagesRequired = member<boolean>("images-required");
const slots = [
  images,
  imagesRequired,
  bootLoader,
  bootTries,
  filesystem,
  size,
  member<boolean>("secure-boot"),
];

/** Describes how disk images of the tree are made. */
export const diskOptionsSchema = z.strictObject({
  bootLoader: z.enum(["grub"]),
  /** How often a new deployment is tried; 0: for ever. */
  bootTries: z.int().min(0).max(mostBootTries),
  filesystem: z.enum(["ext4"]),
  sizeMiB: z.int().min(1024),
});

const wantedImagesSchema = z.strictObject({
  formats: z.array(z.enum(diskImageFormats)).min(1),
  /** Whether the compose fails without them. */
  required: z.boolean(),
  origin: originSchema,
});

export const disk = treefileKey({
  name: "disk",
  schema: inputSchema,
  slots,
  fill: (map, place) => memberValues(map, slots, place),
  /** Absent when no disk can be made of the tree. `images` say what a compose has of it, and shape no byte of the rest. */
  record: {
    disk: diskOptionsSchema
      .extend({ origin: originSchema, images: wantedImagesSchema.optional() })
      .optional(),
  },
  resolve: (layer) => {
    const given = slots.flatMap((slot: Slot<unknown>) => mergedValue(layer, slot) ?? []).at(0);
    if (given === undefined) return {};
    return { disk: { ...optionsOf(layer), origin: originOf(given), ...imagesOf(layer) } };
  },
});

/** Each format once, in the order of debootc: the order of a list changes nothing. */
function imagesOf(layer: Layer) {
  const wanted = mergedValue(layer, images);
  const formats = diskImageFormats.filter((format) => wanted?.value.includes(format));
  if (wanted === undefined || formats.length === 0) return {};
  const required = mergedValue(layer, imagesRequired)?.value ?? true;
  return { images: { formats, required, origin: originOf(wanted) } };
}

function optionsOf(layer: Layer): z.infer<typeof diskOptionsSchema> {
  return {
    bootLoader: mergedValue(layer, bootLoader)?.value ?? defaults.bootLoader,
    bootTries: mergedValue(layer, bootTries)?.value ?? defaults.bootTries,
    filesystem: mergedValue(layer, filesystem)?.value ?? defaults.filesystem,
    sizeMiB: diskSizeMiB(mergedValue(layer, size)?.value ?? defaults.size),
  };
}

function sizeFaults(text: string): readonly TextFault[] {
  if (sizeForm.test(text)) return [];
  return [
    {
      message: `${quoted(text)} is not the size of a disk`,
      allowed: "a whole number of GiB or TiB: 4G, 1T",
      hint: "Write it as `8G`.",
    },
  ];
}

/** Converts a size such as `8G` to MiB. */
function diskSizeMiB(size: string): number {
  const [, number = "", unit] = sizeForm.exec(size) ?? [];
  return Number(number) * (unit === "T" ? 1024 * 1024 : 1024);
}
