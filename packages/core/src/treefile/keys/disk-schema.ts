import * as z from "zod";
import { mostBootTries } from "../../disk/boot-tries.ts";
import { quoted } from "../../text/quoted.ts";
import { type TextFault, textSchema } from "../../document/text-schema.ts";

const noSecureBoot = {
  message: "Secure Boot cannot be had with an image-based Debian yet",
  allowed: "false",
  hint: "Debian's signed GRUB reads neither of the menus that ostree writes, and under Secure Boot it loads no module that could. Remove the key.",
};

const sizeForm = /^([1-9][0-9]{0,4})([GT])$/;

/** The disk images that can be made of the tree, as a treefile writes it. */
export const diskInputSchema = z
  .strictObject({
    "boot-loader": z
      .enum(["grub"])
      .meta({
        description: "The boot loader: GRUB of the suite itself, for UEFI.",
        default: "grub",
        examples: ["grub"],
      })
      .optional(),
    "boot-tries": z
      .int()
      .min(0)
      .max(mostBootTries)
      .meta({
        description:
          "How often a new deployment is tried before the one before it is booted again. `0`: for ever.",
        default: 3,
        examples: [5],
      })
      .optional(),
    filesystem: z
      .enum(["ext4"])
      .meta({ description: "The file system of the root.", default: "ext4", examples: ["ext4"] })
      .optional(),
    size: textSchema(sizeFaults, {
      description: "Size of the disk, in GiB (G) or TiB (T). The image is sparse: it takes what is in it.",
      pattern: sizeForm.source,
      examples: ["16G"],
    })
      .meta({ default: "4G" })
      .optional(),
    "secure-boot": z
      .boolean()
      .superRefine((wanted, context) => {
        if (wanted) context.addIssue({ code: "custom", message: noSecureBoot.message, params: noSecureBoot });
      })
      .meta({
        description: "Boot with Secure Boot switched on. Only `false` can be had yet.",
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
    description: "The disk images that `debootc export disk` makes of the tree.",
    absent: "no disk image can be made",
  });

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

/** `8G` in MiB. */
export function diskSizeMiB(size: string): number {
  const [, number = "", unit] = sizeForm.exec(size) ?? [];
  return Number(number) * (unit === "T" ? 1024 * 1024 : 1024);
}
