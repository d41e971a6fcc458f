import type { CheckResult } from "./check-database.ts";

/** Formats what a check found as a table for people: what it is about, what is wrong, and what to do. */
export function damageText({ checks, damage }: CheckResult): string {
  if (damage.length === 0) return `no damage: ${checks} checks\n`;
  const rows = [["subject", "finding", "what to do"]].concat(
    damage.map(({ subject, message, hint }) => [subject, message, hint].map(printable)),
  );
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n${damage.length} findings in ${checks} checks\n`;
}

/** Rows may hold text of others: nothing in it may act on a terminal. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, " ");
}
