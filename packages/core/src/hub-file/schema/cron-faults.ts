import type { TextFault } from "../../document/text-schema.ts";
import { quoted } from "../../text/quoted.ts";

interface Field {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly words: readonly string[];
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const fields: readonly Field[] = [
  { name: "minute", from: 0, to: 59, words: [] },
  { name: "hour", from: 0, to: 23, words: [] },
  { name: "day of the month", from: 1, to: 31, words: [] },
  { name: "month", from: 1, to: 12, words: months },
  { name: "day of the week", from: 0, to: 7, words: days },
];

/** Checks a cron expression of five fields: what GitHub's own schedules take, and nothing that libraries differ in. */
export function cronFaults(text: string): readonly TextFault[] {
  const given = text.trim().split(/\s+/);
  if (given.length !== fields.length || text.length > 200) {
    const allowed = "five fields: minute, hour, day of the month, month, day of the week";
    const hint = "`30 2 * * *` is 02:30 UTC each day.";
    return [{ message: `${quoted(text)} is not a cron expression`, allowed, hint }];
  }
  const wrong = fields.flatMap((field, index) => {
    const part = given[index] ?? "";
    return part.split(",").every((item) => isItem(item, field)) ? [] : [wrongField(part, field)];
  });
  return wrong.length === 0 && isNever(given) ? [neverDue(text)] : wrong;
}

/** The 29th of February comes in some years. */
const longestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A day of the week comes in every month, whatever the day of the month is. */
function isNever([, , days = "", months = "", weekdays]: readonly string[]): boolean {
  if (weekdays !== "*") return false;
  const [, , dayField, monthField] = fields;
  if (dayField === undefined || monthField === undefined) return false;
  const first = Math.min(...days.split(",").flatMap((item) => numbersOf(item, dayField)));
  return months
    .split(",")
    .flatMap((item) => numbersOf(item, monthField))
    .every((month) => (longestMonths[month - 1] ?? 0) < first);
}

function numbersOf(item: string, field: Field): readonly number[] {
  const [range = "", step = "1"] = item.split("/");
  const [first = field.from, last = range === "*" ? field.to : first] =
    range === "*" ? [] : range.split("-").map((word) => numberOf(word, field));
  const count = Math.floor((last - first) / Number(step)) + 1;
  return Array.from({ length: count }, (_, index) => first + index * Number(step));
}

function neverDue(text: string): TextFault {
  return {
    message: `${quoted(text)} is never due`,
    allowed: "a day that one of the months has",
    hint: "`0 3 1 * *` is the first day of each month.",
  };
}

function wrongField(part: string, { name, from, to, words }: Field): TextFault {
  const named = words.length === 0 ? "" : `, or ${words.join(", ")}`;
  return {
    message: `${quoted(part)} cannot be the ${name}`,
    allowed: `\`*\`, or numbers from ${from} to ${to}${named}, with \`,\`, \`-\` and \`/\``,
  };
}

function isItem(item: string, field: Field): boolean {
  const [, range = "", step] = /^([^/]+)(?:\/([1-9][0-9]?))?$/.exec(item) ?? [];
  if (step !== undefined && Number(step) > field.to) return false;
  if (range === "*") return true;
  const [first, last, ...more] = range.split("-").map((word) => numberOf(word, field));
  if (first === undefined || more.length > 0) return false;
  if (!range.includes("-")) return step === undefined;
  return last !== undefined && first <= last;
}

function numberOf(word: string, { from, to, words }: Field): number | undefined {
  const named = words.indexOf(word.toLowerCase());
  if (named >= 0) return from + named;
  if (!/^[0-9]{1,2}$/.test(word)) return undefined;
  const number = Number(word);
  return number >= from && number <= to ? number : undefined;
}
