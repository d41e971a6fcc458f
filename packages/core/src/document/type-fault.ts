import { quoted } from "../text/quoted.ts";
import type { TextFault } from "./text-schema.ts";

interface Mistyped {
  /** Types that are allowed there, in zod's words. */
  readonly expected: readonly string[];
  readonly input: unknown;
  /** A scalar as the file writes it. */
  readonly spelled: string | undefined;
  /** It is an item of a list, not the value of a key. */
  readonly isItem: boolean;
}

/** Explains that a value has a type which cannot be there. */
export function typeFault(mistyped: Mistyped): TextFault {
  const { expected, input, spelled, isItem } = mistyped;
  const names = [...new Set(expected.map((type) => typeNames[type] ?? type))];
  const allowed = names.join(", ").replace(/, ([^,]*)$/, " or $1");
  if (input === null) {
    const message = isItem ? "the item has no value" : "the key has no value";
    return { message, allowed, hint: `Give it one, or remove the ${isItem ? "item" : "key"}.` };
  }
  if (typeof input === "number" && !Number.isFinite(input) && expected.includes("number")) {
    return {
      message: `${spelled} is not a number that is possible here`,
      allowed,
      hint: "Write a number, or quote it.",
    };
  }
  return { message: `expected ${allowed}, not ${kindOf(input)}`, allowed, hint: typeHint(mistyped) };
}

function typeHint({ expected, input, ...mistyped }: Mistyped): string {
  const isPlain = typeof input === "number" || typeof input === "boolean";
  const text = typeof input === "string" || isPlain ? String(input) : "";
  const spelled = mistyped.spelled ?? text;
  if (expected.includes("boolean") && typeof input === "string") {
    if (/\$\{/.test(spelled)) return "A variable is text and not possible here: write `true` or `false`.";
    if (/^(?:y|yes|on)$/i.test(input)) return "Write `true`, without quotes.";
    if (/^(?:n|no|off)$/i.test(input)) return "Write `false`, without quotes.";
    return "Write `true` or `false`, without quotes.";
  }
  if (expected.includes("boolean") && !expected.includes("string") && isPlain)
    return `Write \`${input === 0 ? "false" : "true"}\`.`;
  if (expected.includes("string") && isPlain) {
    const lost = typeof input === "number" && text !== spelled ? `, or it is read as ${input}` : "";
    return `Put it in quotes: ${quoted(spelled)}${lost}.`;
  }
  if (expected.includes("array") && /^-\S/.test(text)) return "Put a space behind each dash: `- item`.";
  if (expected.includes("array") && (isPlain || typeof input === "string"))
    return `Write a list: ${listHint(input)}.`;
  if (expected.includes("tuple")) return pairHintOf(text);
  if (expected.includes("string") && !isPlain) {
    const [word, ...others] = Object.entries(input ?? {});
    if (mistyped.isItem && word?.[1] === null && others.length === 0 && !Array.isArray(input))
      return `Remove the colon: \`- ${word[0]}\`.`;
    return Array.isArray(input)
      ? "Write one text, without brackets or dashes."
      : "Put text that contains `: ` in quotes.";
  }
  if (expected.includes("number") || expected.includes("int")) {
    if (typeof input === "string" && /^[-+]?[0-9.]+$/.test(input)) return "Write it without quotes.";
    return "Write a number, in digits alone.";
  }
  if (expected.includes("array")) return "Write each item in a line of its own, after `- `.";
  return "Write its keys below it, indented by two spaces.";
}

/** Words without anything that a text needs are most likely items of their own. */
function listHint(input: unknown): string {
  const one = `[${quoted(input)}]`;
  const words = typeof input === "string" ? input.split(/ +/) : [];
  const areItems = words.length > 1 && words.every((word) => /^[\w./][\w./=@+-]*$/.test(word));
  return areItems ? `[${words.join(", ")}], or ${one} if it is one item` : one;
}

/** What stands in one text, with a mark between that others know, is the pair that was meant. */
function pairHintOf(text: string): string {
  const [source, destination, ...others] = text.split(/ *(?::|=>|->|,) *| +/);
  const isPair = source !== "" && destination?.startsWith("/") === true && others.length === 0;
  return isPair ? `Write \`[${source}, ${destination}]\`.` : pairHint;
}

/** Shows how a pair is written. */
export const pairHint = "Write `[SOURCE, DESTINATION]`.";

const typeNames: Readonly<Record<string, string>> = {
  array: "a list",
  tuple: "a pair",
  object: "a map",
  record: "a map",
  string: "a string",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
};

function kindOf(input: unknown): string {
  if (Array.isArray(input)) return "a list";
  if (typeof input === "object") return "a map";
  return typeof input === "string" ? "a string" : typeof input === "number" ? "a number" : "true or false";
}
