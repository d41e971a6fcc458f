import { stripVTControlCharacters } from "node:util";
import { printable } from "./printable.ts";

/** Formats a value as a span of code, where nothing is markup; of a table's own signs, only the bar needs escaping. */
export function code(value = ""): string {
  const line = stripVTControlCharacters(value)
    .replaceAll("\t", "  ")
    .replace(/\p{Cc}/gu, "");
  const safe = printable(line).replaceAll("`", "'").replaceAll("|", "\\|");
  return safe === "" ? "" : `\`${safe}\``;
}

/** Formats lines as a block of code, which nothing in them can end. */
export function codeBlock(lines: readonly string[]): string[] {
  const longest = Math.max(
    2,
    ...lines.flatMap((line) => line.match(/`+/g) ?? []).map(({ length }) => length),
  );
  const fence = "`".repeat(longest + 1);
  return [`${fence}text`, ...lines.map(printable), fence];
}

/** Hides lines behind a title to click on. */
export function folded(title: string, lines: readonly string[]): string[] {
  return ["<details>", `<summary>${title}</summary>`, "", ...lines, "", "</details>"];
}

/** Formats a table. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [row(heads), row(heads.map(() => "---")), ...rows.map(row)];
}
