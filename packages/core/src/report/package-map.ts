import { formatBytes } from "../text/amount.ts";
import { type Html, html } from "./html.ts";
import { type Tile, treemap } from "./treemap.ts";

export interface SizedSource {
  readonly source: string;
  readonly bytes: number;
  /** Since the previous compose. */
  readonly changed: boolean;
}

interface MapSize {
  readonly width: number;
  readonly height: number;
}

/** Shown at their own size, so that letters are as large on a phone as on a desktop. */
const sizes = { wide: { width: 960, height: 440 }, narrow: { width: 340, height: 480 } };

/** Draws installed sizes by source package, once for wide windows and once for phones. */
export function packageMap(sources: readonly SizedSource[]): Html {
  return html`${picture(sources, sizes.wide, "wide")}${picture(sources, sizes.narrow, "narrow")}`;
}

function picture(sources: readonly SizedSource[], size: MapSize, kind: string): Html {
  const tiles = treemap(withRest(sources), ({ bytes }) => bytes, size);
  return html`<svg class="${kind}" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="Installed size by source package">
${tiles.map(tileOf)}</svg>
`;
}

/** Tiles with a smaller share would be illegible, so they are combined. */
const leastShare = 0.004;

function withRest(sources: readonly SizedSource[]): SizedSource[] {
  const total = sources.reduce((sum, { bytes }) => sum + bytes, 0);
  const small = sources.filter(({ bytes }) => bytes < total * leastShare);
  if (small.length < 2) return [...sources];
  const rest = {
    source: `${small.length} others`,
    bytes: small.reduce((sum, { bytes }) => sum + bytes, 0),
    changed: false,
  };
  return [...sources.filter((source) => !small.includes(source)), rest];
}

function tileOf({ item: { source, bytes, changed }, x, y, width, height }: Tile<SizedSource>): Html {
  const size = formatBytes(bytes);
  const isNamed = fits(source, width) && height > 20;
  const isSized = isNamed && fits(size, width) && height > 38;
  const line = (words: string, below: number, kind: string) =>
    html`<text class="${kind}" x="${round(x + 6)}" y="${round(y + below)}">${words}</text>`;
  return html`<g><title>${source}, ${size}${changed && ", changed"}</title>
<rect class="${changed ? "tile changed" : "tile"}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"/>
${isNamed && line(source, 18, "name")}${isSized && line(size, 34, "size")}</g>
`;
}

/** Checks by the width of the widest common letters: a truncated name would be worse than none. */
function fits(text: string, width: number): boolean {
  return text.length * 8 + 12 < width;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
