import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { treemap } from "./treemap.ts";

const size = { width: 900, height: 400 };
const values = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { maxLength: 60 });

describe("treemap", () => {
  test("lays out the paper's example", () => {
    const tiles = treemap([6, 6, 4, 3, 2, 2, 1], (value) => value, { width: 6, height: 4 });

    expect(
      tiles.map(({ x, y, width, height }) => [x, y, width, height].map((n) => Math.round(n * 100) / 100)),
    ).toEqual([
      [0, 0, 3, 2],
      [0, 2, 3, 2],
      [3, 0, 1.71, 2.33],
      [4.71, 0, 1.29, 2.33],
      [3, 2.33, 1.2, 1.67],
      [4.2, 2.33, 1.2, 1.67],
      [5.4, 2.33, 0.6, 1.67],
    ]);
  });

  test("makes areas in proportion, with tiles inside that do not overlap", () => {
    fc.assert(
      fc.property(values, (given) => {
        const tiles = treemap(given, (value) => value, size);
        const total = given.reduce((sum, value) => sum + value, 0);

        expect(tiles.length).toBe(given.filter((value) => value > 0).length);
        for (const { item, x, y, width, height } of tiles) {
          expect(width * height).toBeCloseTo((item / total) * size.width * size.height, 3);
          expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
          expect(x + width).toBeLessThanOrEqual(size.width + 1e-6);
          expect(y + height).toBeLessThanOrEqual(size.height + 1e-6);
        }
        for (const [index, a] of tiles.entries()) {
          for (const b of tiles.slice(index + 1)) {
            const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
            const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
            expect(Math.min(across, down)).toBeLessThan(1e-6);
          }
        }
      }),
    );
  });

  test("makes no tiles of nothing", () => {
    expect(treemap([0, 0], (value) => value, size)).toEqual([]);
  });
});
