import { stripVTControlCharacters } from "node:util";
import type { Screen } from "../../screen/screen.ts";
import { displayWidth } from "../text/display-width.ts";

/** Draws the bottom of a terminal again and again, and leaves lasting rows above it. */
export interface LiveRegion {
  /** Writes `lasting` for good and `rows` below it, in place of the rows drawn last. */
  readonly draw: (lasting: readonly string[], rows: readonly string[]) => void;
}

/** Creates the live region of a screen, with nothing drawn yet. */
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
      // If there were more rows than the window has, they could not be drawn over.
      const fitting = rows.slice(0, Math.max(1, screen.rows() - 1));
      screen.rewrite(
        heightOf(drawn, screen.columns()),
        [...kept, ...fitting].map((row) => `${row}\n`).join(""),
      );
      drawn = fitting;
    },
  };
}

/** Counts the lines that drawn rows take; they wrap if the window was made narrower. */
function heightOf(rows: readonly string[], columns: number): number {
  return rows
    .map((row) => Math.max(1, Math.ceil(displayWidth(stripVTControlCharacters(row)) / columns)))
    .reduce((sum, height) => sum + height, 0);
}
