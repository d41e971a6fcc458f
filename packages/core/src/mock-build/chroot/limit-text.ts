import { quoted } from "../../text/quoted.ts";
import { type TextFault, textSchema } from "../../document/text-schema.ts";

/** What stands for "no limit at all", also where a weaker file has one. */
export const unlimited = "none";

const durationForm = /^([1-9][0-9]{0,7}) ?(s|min|h|d)$/;
const seconds: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600, d: 86_400 };

const sizeForm = /^([1-9][0-9]{0,7}) ?(KiB|MiB|GiB|TiB)$/;
const bytes: Readonly<Record<string, number>> = {
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
};

const allowedTimes = "a whole number with s, min, h or d: 90s, 150min, 4h, 2d";

/** A time such as `90min`. */
export const duration = (description: string) =>
  textSchema(
    (text) =>
      durationForm.test(text)
        ? []
        : [{ message: `${quoted(text)} is not a time`, allowed: allowedTimes, ...unitHint(text) }],
    { description, pattern: durationForm.source, examples: ["10min"] },
  );

/** A time such as `90min`, or `none`. */
export const durationLimit = (description: string) =>
  textSchema(rule(durationForm, "a time", allowedTimes), {
    description,
    pattern: `(?:${durationForm.source})|^${unlimited}$`,
    examples: ["4h", unlimited],
  });

/** A size such as `8GiB`, or `none`. */
export const sizeLimit = (description: string) =>
  textSchema(rule(sizeForm, "a size", "a whole number with KiB, MiB, GiB or TiB: 512MiB, 8GiB"), {
    description,
    pattern: `(?:${sizeForm.source})|^${unlimited}$`,
    examples: ["8GiB", unlimited],
  });

/** `4h` in seconds; undefined for `none`. */
export function secondsOf(text: string): number | undefined {
  return amountOf(durationForm, seconds, text);
}

/** `8GiB` in bytes; undefined for `none`. */
export function bytesOf(text: string): number | undefined {
  return amountOf(sizeForm, bytes, text);
}

function amountOf(form: RegExp, units: Readonly<Record<string, number>>, text: string): number | undefined {
  const [, number, unit = ""] = form.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * (units[unit] ?? 1);
}

function rule(form: RegExp, noun: string, allowed: string) {
  return (text: string): readonly TextFault[] => {
    if (text === unlimited || form.test(text)) return [];
    const hint = `Write \`${unlimited}\` where nothing is to be limited.`;
    const message = `${quoted(text)} is not ${noun}`;
    return [{ message, allowed: `${allowed}; ${unlimited}`, hint, ...unitHint(text) }];
  };
}

function unitHint(text: string): { readonly hint?: string } {
  return /^[0-9]+$/.test(text) ? { hint: "Add the unit." } : {};
}
