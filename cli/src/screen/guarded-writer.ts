import { printableLines } from "@debootc/core/text/printable";
import { withoutCommands } from "@debootc/core/text/without-commands";

/** Writes what people read, wherever it came from: the last guard between foreign text and a terminal or a CI runner. */
export interface GuardedWriter {
  /** Writes whole lines. Only the colours of `Style` act, and no line is a command to a CI runner. */
  readonly write: (text: string) => void;
  /** Goes up over so many rows, clears from there on, and writes, all at once so that nothing flickers. */
  readonly rewrite: (rows: number, text: string) => void;
}

/** Returns a writer on a stream; `hasColor` says whether colours of `Style` may be in the text. */
export function guardedWriter(write: (text: string) => void, hasColor: boolean): GuardedWriter {
  const safe = (text: string) => withoutCommands(hasColor ? withColors(text) : printableLines(text));
  return {
    write: (text) => write(safe(text)),
    rewrite: (rows, text) => write((rows === 0 ? "" : `\r\u001b[${rows}A\u001b[0J`) + safe(text)),
  };
}

// What `createStyle` makes: bold, dim, red, green, yellow, cyan, and the ends of these.
// oxlint-disable-next-line no-control-regex
const color = /(\u001b\[(?:1|2|22|31|32|33|36|39)m)/;

function withColors(text: string): string {
  return text
    .split(color)
    .map((part, index) => (index % 2 === 0 ? printableLines(part) : part))
    .join("");
}
