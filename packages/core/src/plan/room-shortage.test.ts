import fc from "fast-check";
import { expect, test } from "vitest";
import { roomEstimate } from "./room-estimate.ts";
import { roomShortages } from "./room-shortage.ts";

const place = (title: string, [device, freeBytes]: [number, number], least: number, most: number) => ({
  ...{ title, device, freeBytes },
  path: `/${title}`,
  demand: { least, most },
});

test("places with room for the most that may come are not mentioned", () => {
  expect(roomShortages([place("cache", [1, 100], 50, 100), place("output", [2, 10], 0, 10)])).toEqual([]);
});

test("places on one file system share what is free there", () => {
  const [shortage, ...others] = roomShortages([
    place("cache", [1, 2_000_000], 0, 1_500_000),
    place("output", [1, 2_000_000], 0, 1_000_000),
  ]);

  expect(others).toEqual([]);
  expect(shortage).toEqual({
    isCertain: false,
    message:
      "the compose may take up to 2.5 MB, but 2.0 MB are free for the cache directory /cache and the output directory /output",
  });
});

test("only what is too much at least is certain", () => {
  const [certain, doubtful] = roomShortages([
    place("cache", [1, 10], 11, 100),
    place("output", [2, 10], 10, 11),
  ]);

  expect(certain).toEqual({
    isCertain: true,
    message: "11 B of packages are to be fetched, but 10 B are free for the cache directory /cache",
  });
  expect(doubtful).toMatchObject({ isCertain: false });
});

test("an estimate grows with each package, each that is missing, and each image", () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.nat(3), (debBytes, missing, diskImages) => {
      const facts = { debBytes, missingBytes: Math.min(missing, debBytes), diskImages };
      const { cache, output } = roomEstimate(facts);
      for (const more of [
        { ...facts, debBytes: debBytes + 1 },
        { ...facts, diskImages: diskImages + 1, debBytes: debBytes + 1 },
      ]) {
        const grown = roomEstimate(more);
        expect(grown.cache.most).toBeGreaterThan(cache.most);
        expect(grown.output.most).toBeGreaterThan(output.most);
      }
      expect(cache.least).toBe(facts.missingBytes);
      expect(cache.most).toBeGreaterThanOrEqual(cache.least);
    }),
  );
});
