import type { LayerState } from "../diff/layer-change.ts";
import { countOf, formatBytes } from "../text/amount.ts";
import { type Html, html } from "./html.ts";
import type { ReportData, ReportedLayer } from "./report-data.ts";

/** Renders the image's layers: a strip in proportion to their stored sizes, and the list. */
export function layersSection({ layers, changes }: ReportData): Html {
  const states = new Map(changes?.layers.map(({ digest, state }) => [digest, state]));
  const sorted = [...layers].sort((a, b) => b.size - a.size);
  const stateOf = ({ digest }: ReportedLayer): LayerState | undefined => states.get(digest);
  return html`<section aria-labelledby="layers"><h2 id="layers">Layers</h2>
<p class="faint">${countOf(layers.length, "layer")}, ${formatBytes(sum(layers))} as stored${
    changes !== undefined &&
    html`; <span class="key fetched"></span>an update downloads, <span class="key kept"></span>a host already has it`
  }</p>
${strip(sorted, stateOf)}
<details><summary>All layers, largest first</summary>
<div class="scroll" tabindex="0" role="region" aria-label="All layers"><table>
<tr><th scope="col" class="number">Stored</th><th scope="col" class="number">Unpacked</th><th scope="col">Contains</th>${changes !== undefined && html`<th scope="col">Update</th>`}</tr>
${sorted.map((layer) => layerRow(layer, changes === undefined ? undefined : stateOf(layer)))}</table></div></details></section>
`;
}

const stripWidth = 1000;
const gap = 1.5;

function strip(
  layers: readonly ReportedLayer[],
  stateOf: (layer: ReportedLayer) => LayerState | undefined,
): Html {
  const total = Math.max(1, sum(layers));
  let at = 0;
  const parts = layers.map((layer) => {
    const width = (layer.size / total) * stripWidth;
    const x = at;
    at += width;
    const isFetched = stateOf(layer) !== undefined && stateOf(layer) !== "kept";
    return html`<rect class="${isFetched ? "fetched" : "kept"}" x="${x.toFixed(2)}" y="0" width="${Math.max(0.3, width - gap).toFixed(2)}" height="24"><title>${wordsOf(layer)}, ${formatBytes(layer.size)}</title></rect>`;
  });
  return html`<svg class="strip" viewBox="0 0 ${stripWidth} 24" preserveAspectRatio="none" role="img" aria-label="Layers by size">${parts}</svg>
`;
}

function layerRow(layer: ReportedLayer, state: LayerState | undefined): Html {
  return html`<tr><td class="number">${formatBytes(layer.size)}</td><td class="number">${formatBytes(layer.uncompressedSize)}</td><td>${wordsOf(layer)}</td>${
    state !== undefined &&
    html`<td class="word ${state === "kept" ? "faint" : "accent"}">${state === "kept" ? "kept" : "downloaded"}</td>`
  }</tr>
`;
}

function wordsOf({ components, diffId }: ReportedLayer): string {
  return components?.join(", ") ?? diffId;
}

function sum(layers: readonly ReportedLayer[]): number {
  return layers.reduce((bytes, { size }) => bytes + size, 0);
}
