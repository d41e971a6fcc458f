import { stripVTControlCharacters } from "node:util";
import { glyphsFor } from "./glyphs.ts";
import { guardedWriter } from "./guarded-writer.ts";
import type { Screen } from "./screen.ts";
import { createStyle } from "./style.ts";

interface Size {
  columns: number;
  rows: number;
}

export interface RecordedScreen extends Screen {
  readonly size: Size;
  /** Everything that was written. */
  readonly text: () => string;
  /** Returns what a person sees: a small terminal that knows line ends, wrapping and the two moves of the live region. */
  readonly lines: () => readonly string[];
}

/** Returns a screen that records its text; without colour unless requested. */
export function recordedScreen(
  options: Partial<Size> & { color?: boolean; interactive?: boolean } = {},
): RecordedScreen {
  const { columns = 80, rows = 24, color = false, interactive = true } = options;
  const size = { columns, rows };
  let text = "";
  const lines: string[] = [""];
  return {
    size,
    ...guardedWriter((more) => {
      text += more;
      replay(more, lines, size.columns);
    }, color),
    columns: () => size.columns,
    rows: () => size.rows,
    interactive,
    directory: "/home/me",
    style: createStyle(color),
    glyphs: glyphsFor(true),
    text: () => text,
    lines: () => lines.slice(0, -1),
  };
}

function replay(text: string, lines: string[], columns: number): void {
  for (const part of text.split(/(\r\u001b\[\d+A\u001b\[0J)/u)) {
    const up = /\[(\d+)A/.exec(part);
    if (up?.[1] !== undefined && part.startsWith("\r")) {
      lines.splice(lines.length - 1 - Number(up[1]));
      lines.push("");
      continue;
    }
    const [first = "", ...rest] = stripVTControlCharacters(part).split("\n");
    for (const [index, line] of [first, ...rest].entries()) {
      if (index > 0) lines.push("");
      for (const character of line) {
        if ((lines.at(-1) ?? "").length === columns) lines.push("");
        lines.push((lines.pop() ?? "") + character);
      }
    }
  }
}
