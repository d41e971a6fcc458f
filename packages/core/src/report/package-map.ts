import type { PackageChangeKind } from "../diff/package-change.ts";
import { formatBytes } from "../text/amount.ts";
import { boxLabel } from "./box-label.ts";
import { type Html, html } from "./html.ts";
import { type Tile, treemap } from "./treemap.ts";

export interface SizedSource {
  readonly source: string;
  readonly bytes: number;
  /** Since the previous compose; absent if nothing changed. */
  readonly change?: PackageChangeKind | undefined;
}

interface MapSize {
  readonly width: number;
  readonly height: number;
}

/** Shown at their own size, so that letters are as large on a phone as on a desktop. */
const sizes = { wide: { width: 960, height: 440 }, narrow: { width: 340, height: 560 } };

/** Draws installed sizes by source package, once for wide windows and once for phones. */
export function packageMap(sources: readonly SizedSource[]): Html {
  return html`${picture(sources, sizes.wide, "wide")}${picture(sources, sizes.narrow, "narrow")}`;
}

interface Box {
  /** Everything about the box, which a browser shows to whoever points at it. */
  readonly title: string;
  readonly changed: boolean;
}

/** A phone has nothing to point with, so that each box is also legible: by its name, or by a number of the list below. */
function picture(sources: readonly SizedSource[], size: MapSize, kind: keyof typeof sizes): Html {
  const tiles = treemap(boxesOf(sources), ({ bytes }) => bytes, size);
  const listed: Box[] = [];
  const drawn = tiles.map((tile) => {
    const lines = boxLabel([tile.item.name, formatBytes(tile.item.bytes)], tile);
    if (lines.length === 0) listed.push(tile.item);
    return drawing(tile, lines.length > 0 ? lines : boxLabel([String(listed.length)], tile));
  });
  return html`<svg class="${kind}" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="Installed size by source package, which the list of all packages has as text">
${drawn}</svg>
${listed.length > 0 && html`<ol class="boxes ${kind}">${listed.map(({ title, changed }) => html`<li${changed && html` class="accent"`}>${title}</li>`)}</ol>`}
`;
}

/** Tiles with a smaller share would be illegible, so they are combined. */
const leastShare = 0.004;

/** Keeps packages that changed apart from those that did not, however small they are. */
function boxesOf(
  sources: readonly SizedSource[],
): (Box & { readonly name: string; readonly bytes: number })[] {
  const total = sources.reduce((sum, { bytes }) => sum + bytes, 0);
  const small = sources.filter(({ bytes }) => bytes > 0 && bytes < total * leastShare);
  const changed = small.filter(({ change }) => change !== undefined);
  const same = small.filter(({ change }) => change === undefined);
  const combined = [changed, same].filter(({ length }) => length > 1);
  const alone = sources.filter((source) => !combined.some((group) => group.includes(source)));
  return [
    ...alone.map(({ source, bytes, change }) => ({
      name: source,
      bytes,
      title: [source, formatBytes(bytes), ...(change === undefined ? [] : [change])].join(", "),
      changed: change !== undefined,
    })),
    ...combined.map((group) => {
      const name = `${group.length} others`;
      const bytes = group.reduce((sum, one) => sum + one.bytes, 0);
      const names = group === changed ? `, changed: ${group.map(({ source }) => source).join(", ")}` : "";
      return { name, bytes, title: `${name}, ${formatBytes(bytes)}${names}`, changed: group === changed };
    }),
  ];
}

function drawing({ item, x, y, width, height }: Tile<Box>, lines: ReturnType<typeof boxLabel>): Html {
  const { title, changed } = item;
  const corner = Math.min(markSize, width, height);
  return html`<g><title>${title}</title>
<rect class="${changed ? "tile changed" : "tile"}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"/>${
    // Not by colour alone: who cannot tell the two colours apart sees the corner.
    changed &&
    html`<path class="mark" d="M${round(x + width - corner)} ${round(y)}h${round(corner)}v${round(corner)}z"/>`
  }
${lines.map(({ text, kind, below }) => html`<text class="${kind}" x="${round(x + 6)}" y="${round(y + below)}">${text}</text>`)}</g>
`;
}

const markSize = 12;

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
