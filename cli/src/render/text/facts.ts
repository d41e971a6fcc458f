import type { Canvas } from "../../screen/screen.ts";
import { displayWidth, pad } from "./display-width.ts";

export interface Fact {
  readonly label: string;
  /** Never shortened, so that it can be copied. */
  readonly value: string;
  /** Follows the value if there is room, else goes below it. */
  readonly note?: string;
  readonly paint?: (text: string) => string;
}

/** Of the labels, with the space behind them; a longer one makes room for itself. */
const labelColumns = 13;

/** Formats a heading and aligned rows of label and value. */
export function factRows(title: string, facts: readonly Fact[], canvas: Canvas): string[] {
  const width = Math.max(labelColumns, ...facts.map(({ label }) => displayWidth(label) + 2));
  return ["", `  ${canvas.style.heading(title)}`, ...facts.flatMap((fact) => factRow(fact, canvas, width))];
}

/** Formats one such row by itself. */
export function factRow(
  { label, value, note, paint = (text) => text }: Fact,
  { columns, style }: Canvas,
  width = labelColumns,
): string[] {
  const used = 4 + width;
  const name = style.faint(pad(label, width));
  const below = columns < used + displayWidth(value) && columns < 60;
  const lines = below
    ? [`    ${style.faint(label)}`, `      ${paint(value)}`]
    : [`    ${name}${paint(value)}`];
  if (note === undefined) return lines;
  const last = lines.pop() ?? "";
  const shown = (below ? 6 : used) + displayWidth(value) + 2 + displayWidth(note);
  return shown < columns
    ? [...lines, `${last}  ${style.faint(note)}`]
    : [...lines, last, `${" ".repeat(below ? 6 : used)}${style.faint(note)}`];
}
