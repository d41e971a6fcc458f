import type { PackageChange } from "@debootc/core/diff/package-change";
import { formatSizeChange } from "@debootc/core/text/amount";
import { printable } from "../text/printable.ts";
import { binariesOf } from "./diff-words.ts";

/** Formats a value as a span of code, where nothing is markup; of a table's own signs, only the bar needs escaping. */
export function code(value = ""): string {
  const safe = printable(value).replaceAll("`", "'").replaceAll("|", "\\|");
  return safe === "" ? "" : `\`${safe}\``;
}

/** Formats the changes of packages as a table, behind an empty line; nothing without any. */
export function packageTable(changes: readonly PackageChange[]): string[] {
  if (changes.length === 0) return [];
  const rows = changes.map((change) => {
    const binaries = binariesOf(change).map((name) => code(name));
    return [
      code(change.source),
      change.change,
      code(change.from),
      code(change.to),
      formatSizeChange(change.sizeChange),
      binaries.join(" "),
    ];
  });
  return ["", ...table(["source", "", "old", "new", "size", "packages"], rows)];
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
