import { stripVTControlCharacters } from "node:util";
import type { Screen } from "../../screen/screen.ts";
import { displayWidth } from "../text/display-width.ts";

/** The bottom of a terminal, drawn over again and again, with lasting rows rising out of it. */
export interface LiveRegion {
  /** Writes `lasting` for good and `rows` below it, in place of the rows drawn before. */
  readonly draw: (lasting: readonly string[], rows: readonly string[]) => void;
}

export function createLiveRegion(screen: Screen): LiveRegion {
  let drawn: readonly string[] = [];
  let blankAbove = false;
  return {
    draw: (lasting, rows) => {
      const kept = lasting.filter((row) => {
        const repeated = row === "" && blankAbove;
        blankAbove = row === "";
        return !repeated;
      });
      // More rows than the window has could not be drawn over again.
      const fitting = rows.slice(0, Math.max(1, screen.rows() - 1));
      // One write, so that nothing flickers.
      screen.write(erase(drawn, screen.columns()) + [...kept, ...fitting].map((row) => `${row}\n`).join(""));
      drawn = fitting;
    },
  };
}

/** Moves to the first of the drawn rows and clears from there; a window made narrower has wrapped them. */
function erase(rows: readonly string[], columns: number): string {
  if (rows.length === 0) return "";
  const lines = rows
    .map((row) => Math.max(1, Math.ceil(displayWidth(stripVTControlCharacters(row)) / columns)))
    .reduce((sum, height) => sum + height, 0);
  return `\r\u001b[${lines}A\u001b[0J`;
}
