import { printable as escaped } from "@debootc/core/text/printable";
import { stripVTControlCharacters } from "node:util";

/**
 * Makes a line from a program or a guest's console safe to show: no escape sequence, no control character, and nothing
 * that reorders or hides text unless it is seen as an escape.
 */
export function printable(line: string): string {
  return escaped(
    stripVTControlCharacters(line)
      .replaceAll("\t", "  ")
      .replace(/\p{Cc}/gu, ""),
  );
}
