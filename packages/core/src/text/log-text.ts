import { stripVTControlCharacters } from "node:util";
import { printableLines } from "./printable.ts";

/**
 * Returns bytes that a program wrote as text that is safe to show, with the same lines: colours and other sequences for a
 * terminal are left out, a carriage return within a line becomes a space, what is not UTF-8 a replacement character, and
 * whatever else would act or be invisible is escaped.
 */
export function logText(bytes: Uint8Array): string {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  return printableLines(
    stripVTControlCharacters(text).replaceAll(/\r+\n/g, "\n").replaceAll(/\r+$/g, "").replaceAll(/\r+/g, " "),
  );
}

const lineFeed = 0x0a;

/** Bounds lines, in bytes: a longer one is shown in parts. */
export const longestLine = 16_384;

/**
 * Returns how many of some bytes of a log can be shown: whole lines, or a part of a line that is too long to wait for,
 * without cutting a character in two; all of them if none follow.
 */
export function shownLength(bytes: Uint8Array, isLast: boolean): number {
  if (isLast) return bytes.length;
  const lines = bytes.lastIndexOf(lineFeed) + 1;
  if (lines > 0 || bytes.length <= longestLine) return lines;
  for (let back = 1; back <= 3; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    // The first byte of a character of several bytes, which may not be whole.
    if (byte >= 0xc0) return bytes.length - back;
    if (byte < 0x80) break;
  }
  return bytes.length;
}
