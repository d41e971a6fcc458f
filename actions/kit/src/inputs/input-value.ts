import type { RequestProperty } from "@debootc/core/request/describe-request";

const booleans = new Map([
  ...["true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE"].map((word) => [word, false] as const),
]);

/**
 * Returns the value that the text of an input gives to a field. Text that is none stays text, so that the schema refuses
 * it as it was written. A list has one value a line; values that have no spaces may share a line.
 */
export function inputValue(text: string, { type, path, spaced }: RequestProperty): unknown {
  if (type === "array") {
    const byLines = path !== undefined || spaced === true;
    return text.split(byLines ? /\r?\n/ : /[\s,]+/).flatMap(wordIn);
  }
  const word = text.trim();
  if (type === "boolean") return booleans.get(word) ?? word;
  if (type === "integer" && /^-?\d+$/.test(word)) return Number(word);
  return word;
}

function wordIn(text: string): string[] {
  const word = text.trim();
  return word === "" ? [] : [word];
}
