import type { Figure } from "./bench.ts";

/** Figures in columns: name, value, how far it strayed, and what is wanted. */
export function figureTable(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, value, unit, spread, wanted }) => [
    name,
    format(value, unit),
    spread === undefined ? "" : `± ${format(spread, unit)}`,
    wanted === undefined ? "" : `${value <= wanted ? "reaches" : "misses"} at most ${format(wanted, unit)}`,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(([name = "", value = "", spread = "", wanted = ""]) =>
      `  ${name.padEnd(widths[0] ?? 0)}  ${value.padStart(widths[1] ?? 0)}  ${spread.padEnd(widths[2] ?? 0)}  ${wanted}`.trimEnd(),
    )
    .join("\n");
}

function format(value: number, unit: Figure["unit"]): string {
  if (unit === "bytes") return `${(value / 1e6).toFixed(1)} MB`;
  if (unit === "MiB") return `${Math.round(value)} MiB`;
  if (unit === "count") return String(value);
  return unit === "s" ? `${value.toFixed(2)} s` : value.toFixed(3);
}
