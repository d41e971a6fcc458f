import * as z from "zod";
import { quoted } from "../../../text/quoted.ts";
import { strangeCharacterHint } from "../../../document/strange-characters.ts";
import { type TextFault, textSchema } from "../../../document/text-schema.ts";
import { closestWord } from "../../../text/closest-word.ts";
import { givenValues, type Slot } from "../../layer/layer.ts";
import { listKey } from "../../layer/list-key.ts";
import { contradictions, type TakingBack, takingBack } from "../../layer/take-back.ts";
import { treefileKey } from "../../layer/treefile-key.ts";

export const kernelArguments = listKey({
  name: "kernel-arguments",
  schema: z
    .array(textSchema(kernelArgumentFaults, { description: "One argument.", examples: ["console=ttyS0"] }))
    .meta({
      description: "Arguments of the kernel's command line, in order.",
      examples: [["quiet", "console=ttyS0"]],
    }),
  rule: "append",
  field: "kernelArguments",
  record: z.string(),
  planned: {
    record: { kernelArguments: z.array(z.string()) },
    of: ({ kernelArguments }) => ({ kernelArguments }),
  },
});

const removals: Slot<string> = { path: ["remove-kernel-arguments"], rule: "once" };

export const removeKernelArguments = treefileKey({
  name: "remove-kernel-arguments",
  schema: z
    .array(
      textSchema(removalFaults, { description: "An argument, or the name of several.", examples: ["quiet"] }),
    )
    .meta({
      description:
        "Arguments of included treefiles that do not count: `console=tty0` is that one, `console` is all with this name.",
      examples: [["quiet"]],
    }),
  slots: [removals],
  fill: (items: readonly (string | undefined)[], place) =>
    items.flatMap((item, index) =>
      item === undefined ? [] : [place(removals, item, ["remove-kernel-arguments", index])],
    ),
  takesBack: [removal()],
  check: (layer, { problems, given }) => {
    const words = { given: "given", taken: "removed" };
    for (const { in: file, ...fault } of contradictions(layer, removal(), words)) problems.add(file, [fault]);
    for (const entry of givenValues(layer, removals)) {
      const { value, file, path } = entry;
      const known = givenValues(given, kernelArguments.slot).flatMap((one) => namesOf(one.value));
      if (known.includes(value)) continue;
      const message = `no treefile gives the kernel argument ${quoted(value)}`;
      const near = closestWord(value, known);
      const hint = near === undefined ? "Remove it." : `Did you mean \`${near}\`?`;
      problems.add(file, [{ path, message, hint }], "warning");
    }
  },
});

function removal(): TakingBack {
  return takingBack({
    from: kernelArguments.slot,
    by: removals,
    namesOf,
    nameOf: (name) => name,
  });
}

/** Returns an argument and its name, which stands for all arguments with that name. */
function namesOf(argument: string): readonly string[] {
  return [...new Set([argument, argument.split("=", 1)[0] ?? argument])];
}

function removalFaults(text: string): readonly TextFault[] {
  if (text.trim() !== "") return [];
  return [{ message: "the argument is empty", allowed: "`quiet`, `console` or `console=tty0`" }];
}

const ours = new Map([
  ["ostree", "Remove it: the deployment sets it at each boot."],
  ["BOOT_IMAGE", "Remove it: the boot loader sets it."],
  ["initrd", "Remove it: the boot loader sets it."],
]);

/** Rule for one argument, in the kernel's own quoting. */
function kernelArgumentFaults(text: string): readonly TextFault[] {
  const allowed = "one argument an item, such as `quiet` or `console=ttyS0`";
  if (text.trim() === "") return [{ message: "the argument is empty", allowed }];
  if (/[\r\n]/.test(text)) {
    return [{ message: "the argument has several lines", allowed, hint: "Write one item an argument." }];
  }
  const strange = /[^ -~]/u.exec(text)?.[0];
  if (strange !== undefined) {
    const hint = strangeCharacterHint(strange) ?? "Boot loaders pass on ASCII only.";
    return [
      {
        message: `${quoted(strange)} is not allowed on the kernel's command line`,
        allowed,
        hint,
        within: strange,
      },
    ];
  }
  // The kernel splits at white space outside double quotes and knows no escape (lib/cmdline.c).
  const bare = text.replaceAll(/"[^"]*"/g, "");
  if (bare.includes('"')) {
    return [
      {
        message: `a double quote is not closed in ${quoted(text)}`,
        allowed,
        hint: 'Quote as the kernel does: `name="a b"`.',
      },
    ];
  }
  if (/\s/.test(bare)) {
    const hint = "Write one item an argument; put a value with spaces in double quotes: `'name=\"a b\"'`.";
    return [{ message: `${quoted(text)} is more than one argument`, allowed, hint }];
  }
  const name = text.split("=", 1)[0] ?? text;
  const hint = ours.get(name);
  return hint === undefined ? [] : [{ message: `\`${name}=\` cannot be set by a treefile`, allowed, hint }];
}
