export interface Tile<T> {
  readonly item: T;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Weighted<T> {
  readonly item: T;
  readonly area: number;
}

/**
 * Divides a rectangle among items in proportion to their values, with tiles as close to squares as their order allows
 * (Bruls, Huizing, van Wijk: Squarified Treemaps, 2000). Items without a value get no tile; the largest come first.
 */
export function treemap<T>(
  items: readonly T[],
  valueOf: (item: T) => number,
  { width, height }: { readonly width: number; readonly height: number },
): Tile<T>[] {
  const valued = items.filter((item) => valueOf(item) > 0).sort((a, b) => valueOf(b) - valueOf(a));
  const total = valued.reduce((sum, item) => sum + valueOf(item), 0);
  const waiting = valued.map((item) => ({ item, area: (valueOf(item) / total) * width * height }));
  const tiles: Tile<T>[] = [];
  let left: Area = { x: 0, y: 0, width, height };
  while (waiting.length > 0) {
    const row = nextRow(waiting, Math.min(left.width, left.height));
    waiting.splice(0, row.length);
    const placed = place(row, left);
    tiles.push(...placed.tiles);
    left = placed.left;
  }
  return tiles;
}

/** Rounding errors must not lead to a division by zero. */
const leastEdge = 1e-9;

/** Takes as many of the next items as fit side by side along the shorter edge without becoming more oblong. */
function nextRow<T>(waiting: readonly Weighted<T>[], side: number): Weighted<T>[] {
  const row: Weighted<T>[] = [];
  for (const candidate of waiting) {
    if (row.length > 0 && worstRatio([...row, candidate], side) > worstRatio(row, side)) break;
    row.push(candidate);
  }
  return row;
}

function worstRatio(row: readonly Weighted<unknown>[], side: number): number {
  const sum = row.reduce((total, { area }) => total + area, 0);
  const depth = sum / side;
  return Math.max(...row.map(({ area }) => Math.max(depth ** 2 / area, area / depth ** 2)));
}

function place<T>(row: readonly Weighted<T>[], area: Area): { tiles: Tile<T>[]; left: Area } {
  const sum = row.reduce((total, item) => total + item.area, 0);
  const isUpright = area.width >= area.height;
  const depth = sum / (isUpright ? area.height : area.width);
  let along = isUpright ? area.y : area.x;
  const tiles = row.map(({ item, area: own }) => {
    const length = own / depth;
    const tile = isUpright
      ? { item, x: area.x, y: along, width: depth, height: length }
      : { item, x: along, y: area.y, width: length, height: depth };
    along += length;
    return tile;
  });
  const left = isUpright
    ? { ...area, x: area.x + depth, width: Math.max(leastEdge, area.width - depth) }
    : { ...area, y: area.y + depth, height: Math.max(leastEdge, area.height - depth) };
  return { tiles, left };
}
