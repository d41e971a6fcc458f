import type { ImageDiff } from "@debootc/core/diff/image-diff";
import type { LayerChange } from "@debootc/core/diff/layer-change";
import type { Canvas } from "../../screen/screen.ts";
import { countOf, formatBytes } from "@debootc/core/text/amount";
import { nameOfLayer, reasonOf } from "./diff-words.ts";
import { padLeft } from "../text/display-width.ts";
import { printable } from "../text/printable.ts";
import { wrapText } from "../text/wrap-text.ts";

const shownLayers = 20;
const sizeColumns = 9;

/** What a host that has the old image keeps and downloads: a bar, and each layer with the reason. */
export function downloadRows(diff: ImageDiff, canvas: Canvas): string[] {
  const { style, columns } = canvas;
  const { kept, fetched, repacked, changes } = diff.layers;
  const all = kept.size + fetched.size;
  const share = all === 0 ? 0 : fetched.size / all;
  const wanted = changes.filter(({ state }) => state !== "kept").toSorted((a, b) => b.size - a.size);
  const rest = wanted.slice(shownLayers);
  const changedBytes = wanted
    .flatMap(({ reason }) => reason?.changed ?? [])
    .reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    "",
    `  ${style.heading("What a host with the old image downloads")}`,
    `    ${bar(share, Math.min(columns - 5, 72), canvas)}`,
    `    ${style.heading(formatBytes(fetched.size))} of ${formatBytes(all)}, ${percent(share)}: ${fetched.count} of ${countOf(kept.count + fetched.count, "layer")}; ${kept.count} kept`,
    ...(repacked.count === 0
      ? []
      : wrapText(
          `    ${formatBytes(repacked.size)} of it hold what it has, packed otherwise: a host that looks for layers by diffID keeps them.`,
          columns - 1,
        )),
    ...(wanted.length === 0
      ? []
      : [style.faint(`    Files of other content in it: ${formatBytes(changedBytes)}, unpacked.`), ""]),
    ...wanted.slice(0, shownLayers).flatMap((layer) => layerRows(layer, diff, canvas)),
    ...(rest.length === 0
      ? []
      : [
          style.faint(
            `    and ${countOf(rest.length, "smaller layer")}, ${formatBytes(rest.reduce((sum, { size }) => sum + size, 0))}: --json has all`,
          ),
        ]),
  ];
}

function bar(share: number, cells: number, { style, glyphs }: Canvas): string {
  const fetched = share === 0 ? 0 : Math.max(1, Math.round(share * cells));
  return style.warn(glyphs.barFull.repeat(fetched)) + style.good(glyphs.barEmpty.repeat(cells - fetched));
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.0995 ? 1 : 0)} %`;
}

function layerRows(layer: LayerChange, diff: ImageDiff, { columns, style }: Canvas): string[] {
  const [first = "", ...more] = wrapText(printable(nameOfLayer(layer)), columns - 4 - sizeColumns - 3);
  const indent = " ".repeat(4 + sizeColumns + 2);
  const reason = printable(reasonOf(layer, diff));
  return [
    `    ${padLeft(formatBytes(layer.size), sizeColumns)}  ${first}`,
    ...more.map((line) => `${indent}${line}`),
    ...(reason === "" ? [] : wrapText(`${indent}${reason}`, columns - 1).map(style.faint)),
  ];
}
