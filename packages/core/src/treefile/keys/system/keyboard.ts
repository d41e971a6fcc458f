import * as z from "zod";
import { keyboardLayouts } from "../../../debian/keyboard-layouts.ts";
import type { Entry } from "../../../document/entry.ts";
import { originOf, originSchema } from "../../../document/origin.ts";
import { type TextFault, textSchema } from "../../../document/text-schema.ts";
import { closestWord } from "../../../text/closest-word.ts";
import { quoted } from "../../../text/quoted.ts";
import { singleKey } from "../../layer/single-key.ts";

const wordPattern = "^[A-Za-z0-9_:+-]+$";

const layoutSchema = textSchema(layoutFaults, {
  description: "Layout, by the name that xkeyboard-config gives it; several separated by commas.",
  examples: ["de"],
});

const wordSchema = (description: string, example: string) =>
  textSchema(wordFaults, { description, pattern: "^[A-Za-z0-9_:,+-]+$", examples: [example] }).optional();

const keyboardInput = z.union([
  layoutSchema,
  z.strictObject({
    layout: layoutSchema,
    variant: wordSchema(
      "Variant of the layout; for several layouts as many, separated by commas.",
      "nodeadkeys",
    ),
    model: wordSchema("Model of the keyboard, pc105 unless given.", "pc105"),
    options: wordSchema("Options, separated by commas.", "compose:ralt"),
  }),
]);
type KeyboardInput = z.input<typeof keyboardInput>;

const keyboardSchema = z.strictObject({
  layout: z.string(),
  variant: z.string(),
  model: z.string(),
  options: z.string(),
});

export const keyboard = singleKey({
  name: "keyboard",
  schema: keyboardInput.meta({
    description:
      "Layout of the keyboard, on the console and in graphical sessions: one word, or a map. Needs the package console-setup; a desktop does with keyboard-configuration.",
    absent: "us",
    examples: ["de", { layout: "de", variant: "nodeadkeys" }],
  }),
  field: "keyboard",
  record: keyboardSchema.extend({ origin: originSchema }).optional(),
  resolve: keyboardOf,
  planned: {
    record: { keyboard: keyboardSchema.optional() },
    of: ({ keyboard }) => {
      if (keyboard === undefined) return {};
      const { origin: _origin, ...planned } = keyboard;
      return { keyboard: planned };
    },
  },
});

function keyboardOf(entry: Entry<KeyboardInput>) {
  const given = typeof entry.value === "string" ? { layout: entry.value } : entry.value;
  const { layout, variant = "", model = "pc105", options = "" } = given;
  return { layout, variant, model, options, origin: originOf(entry) };
}

/** What people write for layouts that have another name. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ["en", "us"],
  ["en_us", "us"],
  ["uk", "gb"],
  ["en_gb", "gb"],
  ["qwerty", "us"],
  ["azerty", "fr"],
  ["qwertz", "de"],
  ["dvorak", "us` with `variant: dvorak"],
  ["colemak", "us` with `variant: colemak"],
  ["ja", "jp"],
  ["sv", "se"],
  ["da", "dk"],
  ["cs", "cz"],
  ["el", "gr"],
]);

function layoutFaults(text: string): readonly TextFault[] {
  const allowed = "a layout of xkeyboard-config, such as `us`, `gb` or `de`";
  return text.split(",").flatMap((layout): TextFault[] => {
    if (keyboardLayouts.includes(layout)) return [];
    const [first = ""] = layout.split(/[-(]/);
    const near =
      otherNames.get(layout.toLowerCase().replace("-", "_")) ??
      (keyboardLayouts.includes(first) ? first : closestWord(layout, keyboardLayouts));
    const known = "/usr/share/X11/xkb/rules/base.lst of the package xkb-data lists all.";
    return [
      {
        message: `there is no keyboard layout ${quoted(layout)}`,
        allowed,
        hint: near === undefined ? known : `Write \`${near}\`; a variant has a key of its own.`,
      },
    ];
  });
}

function wordFaults(text: string): readonly TextFault[] {
  if (text.split(",").every((word) => word === "" || new RegExp(wordPattern).test(word))) return [];
  const allowed = "letters, digits, `_`, `:`, `+` and `-`; several separated by commas";
  return [{ message: `${quoted(text)} is not a word of xkeyboard-config`, allowed }];
}
