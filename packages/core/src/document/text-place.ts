import { printable } from "../text/printable.ts";
import { withoutCredentials } from "../text/quoted.ts";

/** Holds a text with the offset at which each of its lines starts. */
export interface LinedText {
  readonly text: string;
  readonly lineStarts: readonly number[];
}

export function linedText(text: string): LinedText {
  const lineStarts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) lineStarts.push(match.index + match[0].length);
  return { text, lineStarts };
}

/** Returns line and column of an offset, both from 1; columns count UTF-16 units, as editors do. */
export function placeAt({ text, lineStarts }: LinedText, offset: number): { line: number; column: number } {
  const wanted = Math.min(Math.max(offset, 0), text.length);
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] ?? 0) <= wanted) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: wanted - (lineStarts[low] ?? 0) + 1 };
}

const widest = 100;

/**
 * Returns the line around an offset with its number, and a marker below the place. Long lines are cut on both
 * sides.
 */
export function excerptAt(lined: LinedText, offset: number): string {
  const { line, column } = placeAt(lined, offset);
  const start = lined.lineStarts[line - 1] ?? 0;
  const end = lined.lineStarts[line] ?? lined.text.length;
  const from = Math.max(start, start + column - 1 - (widest >> 1));
  const whole = withoutCredentials(
    lined.text.slice(Math.max(start, from - widest), Math.min(end, from + 2 * widest)),
  );
  const shown = whole
    .slice(Math.min(widest, from - start), Math.min(widest, from - start) + widest)
    .replace(/[\r\n]+$/, "")
    // It is here because it was refused; the message still ends in public logs.
    .replace(/(?<=(?<!check-)passw[\w-]*["']?: *|\/\S+\s+password\s+|PRIVATE KEY-----)\S.*/i, (secret) =>
      "*".repeat(secret.length),
    );
  const before = beginning(shown.slice(0, start + column - 1 - from), from > start);
  const after = visible(shown.slice(start + column - 1 - from)).slice(0, widest);
  const number = String(line).padStart(4);
  return `${number} | ${before}${after}\n${" ".repeat(number.length)} | ${" ".repeat(before.length)}^`;
}

function beginning(text: string, isCut: boolean): string {
  const seen = visible(text);
  return isCut || seen.length > widest ? `…${seen.slice(-(widest >> 1))}` : seen;
}

function visible(text: string): string {
  return printable(text.replaceAll("\t", " ").replaceAll("\ufeff", "?"));
}
