import { quoted } from "../text/quoted.ts";
import { type TextFault, textSchema } from "./text-schema.ts";

/** Holds the word for no limit at all, even if a weaker file sets one. */
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

const allowedSizes = "a whole number with KiB, MiB, GiB or TiB: 512MiB, 8GiB";
const allowedTimes = "a whole number with s, min, h or d: 90s, 150min, 4h, 2d";

/** Checks a time such as `90min`. */
export const duration = (description: string) =>
  textSchema(
    (text) =>
      durationForm.test(text)
        ? []
        : [{ message: `${quoted(text)} is not a time`, allowed: allowedTimes, ...unitHint(text) }],
    { description, pattern: durationForm.source, examples: ["10min"] },
  );

/** Checks a time such as `90min`, or `none`. */
export const durationLimit = (description: string) =>
  textSchema(rule(durationForm, "a time", allowedTimes), {
    description,
    pattern: `(?:${durationForm.source})|^${unlimited}$`,
    examples: ["4h", unlimited],
  });

/** Checks a size such as `8GiB`. */
export const size = (description: string) =>
  textSchema(
    (text) =>
      sizeForm.test(text)
        ? []
        : [{ message: `${quoted(text)} is not a size`, allowed: allowedSizes, ...unitHint(text) }],
    { description, pattern: sizeForm.source, examples: ["8GiB"] },
  );

/** Checks a size such as `8GiB`, or `none`. */
export const sizeLimit = (description: string) =>
  textSchema(rule(sizeForm, "a size", allowedSizes), {
    description,
    pattern: `(?:${sizeForm.source})|^${unlimited}$`,
    examples: ["8GiB", unlimited],
  });

/** Converts a time such as `4h` to seconds; returns undefined for `none`. */
export function secondsOf(text: string): number | undefined {
  return amountOf(durationForm, seconds, text);
}

/** Converts a size such as `8GiB` to bytes; returns undefined for `none`. */
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
    const hint = `Write \`${unlimited}\` for no limit.`;
    const message = `${quoted(text)} is not ${noun}`;
    return [{ message, allowed: `${allowed}; ${unlimited}`, hint, ...unitHint(text) }];
  };
}

function unitHint(text: string): { readonly hint?: string } {
  return /^[0-9]+$/.test(text) ? { hint: "Add the unit." } : {};
}
