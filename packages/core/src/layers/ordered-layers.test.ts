import * as fc from "fast-check";
import { expect, test } from "vitest";
import { orderedLayers } from "./ordered-layers.ts";

const isOften = (name: string) => name.startsWith("often");

test("stable layers come first, then those that change often, then generated ones", () => {
  const layers = [["generated/x", "a"], ["often-b"], ["z"], ["c", "often-a"], ["b"]];

  expect(orderedLayers(layers, isOften)).toEqual([
    ["b"],
    ["z"],
    ["c", "often-a"],
    ["often-b"],
    ["a", "generated/x"],
  ]);
});

test("the order depends on the layers alone, by character codes", () => {
  const names = fc.uniqueArray(fc.constantFrom("a", "B", "é", "often1", "often2", "generated/a", "a+b"), {
    minLength: 1,
  });
  const shuffled = names.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
  );
  fc.assert(
    fc.property(shuffled, ([all, others]) => {
      const layersOf = (list: readonly string[]) => list.map((name) => [name]);

      expect(orderedLayers(layersOf(others), isOften)).toEqual(orderedLayers(layersOf(all), isOften));
    }),
  );
  expect(orderedLayers([["é"], ["a"], ["B"]], isOften)).toEqual([["B"], ["a"], ["é"]]);
});
