import type { Canvas } from "../../screen/screen.ts";
import { displayWidth, pad, truncate } from "./display-width.ts";

const phaseColumns = 9;
const narrow = 56;
// Beyond this a time at the right edge is too far from its title to be read as one row.
const widest = 92;

interface Row {
  /** Only where it differs from the row above. */
  readonly phase: string;
  /** One column wide, painted. */
  readonly sign: string;
  readonly title: string;
  readonly right: string;
  readonly paintRight?: (text: string) => string;
}

/** `  gather   ✔ resolve packages ·············· 2.1 s`, never wider than the canvas. */
export function nodeRow({ phase, sign, title, right, paintRight }: Row, canvas: Canvas): string {
  const { style, glyphs } = canvas;
  const indent = rowIndent(canvas);
  const label =
    indent > 2
      ? `  ${style.faint(pad(truncate(phase, phaseColumns - 1, glyphs.ellipsis), phaseColumns))}`
      : "  ";
  const room = rowWidth(canvas) - indent - 2;
  const shownRight = displayWidth(right) + 4 <= room ? right : "";
  const shownTitle = truncate(
    title,
    room - (shownRight === "" ? 0 : displayWidth(shownRight) + 2),
    glyphs.ellipsis,
  );
  if (shownRight === "") return `${label}${sign} ${shownTitle}`;
  const gap = room - displayWidth(shownTitle) - displayWidth(shownRight);
  const leader = gap >= 5 ? ` ${glyphs.dot.repeat(gap - 2)} ` : " ".repeat(gap);
  return `${label}${sign} ${shownTitle}${style.faint(leader)}${(paintRight ?? style.faint)(shownRight)}`;
}

/** Columns before the sign of a row. */
export function rowIndent(canvas: Canvas): number {
  return canvas.columns < narrow ? 2 : 2 + phaseColumns;
}

// The last column stays free: terminals differ in what a sign there does to the cursor.
export function rowWidth(canvas: Canvas): number {
  return Math.min(widest, canvas.columns - 1);
}
