import type { Canvas } from "../../screen/screen.ts";
import { displayWidth, pad } from "./display-width.ts";

export interface Fact {
  readonly label: string;
  /** Never shortened: it is there to be copied. */
  readonly value: string;
  /** Follows the value where there is room, else stands below it. */
  readonly note?: string;
  readonly paint?: (text: string) => string;
}

const labelColumns = 13;

/** A heading and aligned rows of label and value. */
export function factRows(title: string, facts: readonly Fact[], canvas: Canvas): string[] {
  return ["", `  ${canvas.style.heading(title)}`, ...facts.flatMap((fact) => factRow(fact, canvas))];
}

/** One of them by itself. */
export function factRow(
  { label, value, note, paint = (text) => text }: Fact,
  { columns, style }: Canvas,
): string[] {
  const used = 4 + labelColumns;
  const name = style.faint(pad(label, labelColumns));
  const below = columns < used + displayWidth(value) && columns < 60;
  const lines = below
    ? [`    ${style.faint(label)}`, `      ${paint(value)}`]
    : [`    ${name}${paint(value)}`];
  if (note === undefined) return lines;
  const last = lines.pop() ?? "";
  const width = (below ? 6 : used) + displayWidth(value) + 2 + displayWidth(note);
  return width < columns
    ? [...lines, `${last}  ${style.faint(note)}`]
    : [...lines, last, `${" ".repeat(below ? 6 : used)}${style.faint(note)}`];
}
