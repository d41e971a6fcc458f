import * as z from "zod";
import { quoted } from "../../../text/quoted.ts";
import { type TextFault, textSchema } from "../../../document/text-schema.ts";
import { singleKey } from "../../layer/single-key.ts";

/** Lists the letters that may follow `%` in `<date:...>`, as in strftime(3). */
export const versionDateDirectives = ["Y", "y", "m", "d", "H", "M", "S", "j"] as const;

const plain = /^[A-Za-z0-9._-]*$/;
const date = new RegExp(`^(?:[A-Za-z0-9._-]|%[${versionDateDirectives.join("")}])+$`);

/** A tag of an image ends at 128 characters, of which the counter needs some. */
const longest = 100;

export const automaticVersionPrefix = singleKey({
  name: "automatic-version-prefix",
  schema: textSchema(prefixFaults, {
    description: "Beginning of the version; debootc adds a counter. `<date:%Y%m%d>` is replaced.",
    absent: "the day of the lock",
    examples: ["13", "13.<date:%Y%m%d>"],
  }),
  field: "automaticVersionPrefix",
  record: z.string().optional(),
});

/** Rule for a prefix: it becomes a part of versions, so of tags and file names. */
function prefixFaults(text: string): readonly TextFault[] {
  const allowed = "letters, digits, `.`, `_`, `-` and `<date:%Y%m%d>`, beginning with a letter or digit";
  const dates = [...text.matchAll(/<date:([^<>]*)>/g)];
  const wrong = dates.find((match) => !date.test(match[1] ?? ""));
  if (wrong !== undefined) {
    return [
      {
        message: `${quoted(wrong[0])} is not a date that debootc can write`,
        allowed: versionDateDirectives.map((directive) => `%${directive}`).join(", "),
        hint: "Write it as `<date:%Y%m%d>`.",
        within: wrong[0],
      },
    ];
  }
  const rest = text.replaceAll(/<date:[^<>]*>/g, "0");
  if (plain.test(rest) && /^[A-Za-z0-9]/.test(rest) && !/[._-]$/.test(rest)) {
    if (text.length <= longest) return [];
    const message = `the prefix has ${text.length} characters`;
    return [{ message, allowed: `at most ${longest}`, hint: "Versions become tags of images: shorten it." }];
  }
  const hint = /[._-]$/.test(rest)
    ? "Leave the last character away: debootc adds a dot and a number itself."
    : "Write it as `13` or `13.<date:%Y%m%d>`, in quotes.";
  return [{ message: `${quoted(text)} cannot begin a version`, allowed, hint }];
}
