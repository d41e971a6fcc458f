import { displayWidth } from "./display-width.ts";

/** Breaks the lines of a text between words; what goes on is indented two columns more. Words are never cut. */
export function wrapText(text: string, columns: number): string[] {
  return text.split("\n").flatMap((line) => wrapLine(line, columns));
}

function wrapLine(line: string, columns: number): string[] {
  if (displayWidth(line) <= columns) return [line];
  const indent = /^ */.exec(line)?.[0] ?? "";
  const lines: string[] = [];
  let current = indent;
  let empty = true;
  for (const word of line.trim().split(" ")) {
    if (!empty && displayWidth(current) + 1 + displayWidth(word) > columns) {
      lines.push(current);
      current = `${indent}  `;
      empty = true;
    }
    current += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, current];
}
