import { quoted } from "../../text/quoted.ts";
import type { TextFault } from "../../document/text-schema.ts";

/** What may stand after `%` in `<date:...>`, as in strftime(3). */
export const versionDateDirectives = ["Y", "y", "m", "d", "H", "M", "S", "j"] as const;

const plain = /^[A-Za-z0-9._-]*$/;
const date = new RegExp(`^(?:[A-Za-z0-9._-]|%[${versionDateDirectives.join("")}])+$`);

/** Rule for `mutate-os-release`: a part of what os-release(5) holds between quotes. */
export function replacedFaults(text: string): readonly TextFault[] {
  const allowed = "a part of VERSION and PRETTY_NAME, such as 13";
  if (text === "") return [{ message: "the text is empty", allowed, hint: "Remove the key." }];
  if (/^[^"'\\$`\r\n]+$/.test(text)) return [];
  return [
    { message: `${quoted(text)} has characters of the shell`, allowed, hint: "Choose a part without them." },
  ];
}

/** Rule for `automatic-version-prefix`: it becomes a part of versions, so of tags and file names. */
export function versionPrefixFaults(text: string): readonly TextFault[] {
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
  if (plain.test(rest) && /^[A-Za-z0-9]/.test(rest) && !/[._-]$/.test(rest)) return [];
  const hint = /[._-]$/.test(rest)
    ? "Leave the last character away: debootc adds a dot and a number itself."
    : "Write it as `13` or `13.<date:%Y%m%d>`, in quotes.";
  return [{ message: `${quoted(text)} cannot begin a version`, allowed, hint }];
}
