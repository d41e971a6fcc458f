import type { Canvas } from "../../screen/screen.ts";
import { displayWidth, pad } from "../text/display-width.ts";
import { printable } from "../text/printable.ts";

type Cell = string | number | null | undefined;

/** Formats rows of a hub under the names of their columns. Cells are foreign text; the last column is never padded. */
export function hubTable(
  names: readonly string[],
  rows: readonly (readonly Cell[])[],
  { style }: Canvas,
): string {
  if (rows.length === 0) return "none\n";
  const cells = rows.map((row) => row.map((cell) => printable(String(cell ?? "-"))));
  const widths = names.map((name, column) =>
    Math.max(displayWidth(name), ...cells.map((row) => displayWidth(row[column] ?? ""))),
  );
  const lineOf = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : pad(cell, widths[column] ?? 0)))
      .join("  ")
      .trimEnd();
  return [style.faint(lineOf(names)), ...cells.map(lineOf), ""].join("\n");
}

/** Shortens what GitHub calls a ref to what people call it. */
export function refText(ref: string): string {
  return ref.replace(/^refs\/(?:heads|tags)\//, "").replace(/^refs\/pull\/(\d+)\/.*/, "#$1");
}

/** Shows a time of a hub without its fractions of a second. */
export function timeText(time: string): string {
  return time.replace(/\.\d+Z$/, "Z");
}
