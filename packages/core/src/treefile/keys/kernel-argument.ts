import { quoted } from "../../text/quoted.ts";
import { strangeCharacterHint } from "../../document/strange-characters.ts";
import type { TextFault } from "../../document/text-schema.ts";

const ours = new Map([
  ["ostree", "Remove it: the deployment sets it at each boot."],
  ["BOOT_IMAGE", "Remove it: the boot loader sets it."],
  ["initrd", "Remove it: the boot loader sets it."],
]);

/** Rule for an item of `kernel-arguments`: one argument, in the kernel's own quoting. */
export function kernelArgumentFaults(text: string): readonly TextFault[] {
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
        message: `${quoted(strange)} cannot stand on the kernel's command line`,
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
