import { stripVTControlCharacters } from "node:util";

/** A line from a program or a guest's console, safe to show: no escape sequence, no control character. */
export function printable(line: string): string {
  return stripVTControlCharacters(line)
    .replaceAll("\t", "  ")
    .replace(/\p{Cc}/gu, "");
}
