import type { PackageChange } from "@debootc/core/diff/package-change";
import { formatSizeChange } from "@debootc/core/text/amount";
import type { Canvas } from "../../screen/screen.ts";
import { displayWidth, pad, padLeft } from "../text/display-width.ts";
import { printable } from "../text/printable.ts";
import { wrapText } from "../text/wrap-text.ts";
import { binariesOf } from "@debootc/core/diff/package-table";
import { changeSigns, versionsOf } from "./diff-words.ts";

const sizeColumns = 10;

/** Lists the changes of packages with a heading; none without any. The names may come from untrusted images. */
export function packageRows(changes: readonly PackageChange[], canvas: Canvas): string[] {
  if (changes.length === 0) return [];
  const widths = changes.map(({ source }) => displayWidth(printable(source)));
  const nameColumns = Math.min(Math.max(...widths), Math.max(12, canvas.columns - 50));
  return [
    "",
    `  ${canvas.style.heading("Packages, by source")}`,
    ...changes.flatMap((change) => packageRow(change, nameColumns, canvas)),
  ];
}

function packageRow(change: PackageChange, nameColumns: number, { columns, style }: Canvas): string[] {
  const paint =
    { "+": style.good, "-": style.bad, "~": style.accent }[changeSigns[change.change]] ?? style.accent;
  const name = pad(printable(change.source), nameColumns);
  const size = padLeft(formatSizeChange(change.sizeChange), sizeColumns);
  const versions = printable(versionsOf(change));
  const used = 6 + displayWidth(name) + 1 + sizeColumns + 2;
  const head = `    ${paint(changeSigns[change.change])} ${name} ${style.faint(size)}`;
  const painted = change.change === "downgraded" ? style.warn(versions) : versions;
  const below = [
    ...(used + displayWidth(versions) < columns ? [] : [`        ${painted}`]),
    ...wrapText(`        ${printable(binariesOf(change).join(" "))}`, columns - 1)
      .filter((row) => row.trim() !== "")
      .map(style.faint),
  ];
  return [
    below.length > 0 && used + displayWidth(versions) >= columns ? head : `${head}  ${painted}`,
    ...below,
  ];
}
