import fc from "fast-check";
import { expect, test } from "vitest";
import { packages } from "./keys/packages/packages.ts";
import { postprocess } from "./keys/system/postprocess.ts";
import { type Layer, mergedValue, mergedValues, mergeLayers, type Slot } from "./layer/layer.ts";
import { layerOf, type TreefileInput } from "./layer-of.ts";
import { ref } from "./keys/commit/ref.ts";
import { recommends } from "./keys/packages/recommends.ts";
import { linedText } from "../document/text-place.ts";
import type { DocumentFile } from "../document/document-file.ts";

const word = fc.constantFrom("a1", "b1", "c1");
const words = fc.array(word, { maxLength: 3 });
const input: fc.Arbitrary<TreefileInput> = fc.record(
  {
    ref: word,
    suite: word,
    recommends: fc.boolean(),
    packages: words,
    "packages-amd64": words,
    units: words,
    postprocess: words,
    "kernel-arguments": words,
    container: fc.record(
      { title: word, labels: fc.dictionary(word, word), cmd: words },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);
const file = (path: string): DocumentFile => ({
  path,
  lined: linedText(""),
  root: undefined,
  within: [],
});
const layer: fc.Arbitrary<Layer> = fc
  .tuple(input, fc.constantFrom("/a.yaml", "/b.yaml"))
  .map(([value, path]) => layerOf(file(path), value, "amd64"));

test("merging does not depend on how includes are grouped", () => {
  fc.assert(
    fc.property(layer, layer, layer, (inner, middle, outer) => {
      expect(mergeLayers(mergeLayers(inner, middle), outer)).toEqual(
        mergeLayers(inner, mergeLayers(middle, outer)),
      );
    }),
  );
});

test("a treefile that says nothing changes nothing, on either side", () => {
  fc.assert(
    fc.property(layer, (some) => {
      expect(mergeLayers(some, [])).toEqual(some);
      expect(mergeLayers([], some)).toEqual(some);
    }),
  );
});

const valuesOf = (layer: Layer, slots: readonly Slot<unknown>[]) =>
  slots.flatMap((slot) => mergedValues(layer, slot).map(({ value }) => value));

test("every list item of both files is kept, the included file's first", () => {
  fc.assert(
    fc.property(layer, layer, (included, including) => {
      const merged = mergeLayers(included, including);
      const { slots } = postprocess;

      expect(valuesOf(merged, slots)).toEqual([...valuesOf(included, slots), ...valuesOf(including, slots)]);
    }),
  );
});

test("a name that both files give counts once, at its first place", () => {
  fc.assert(
    fc.property(layer, layer, (included, including) => {
      const merged = mergeLayers(included, including);
      const { slots } = packages;

      expect(valuesOf(merged, slots)).toEqual([
        ...new Set([...valuesOf(included, slots), ...valuesOf(including, slots)]),
      ]);
    }),
  );
});

test("the including file's value counts, and one that it does not give stays", () => {
  const included = layerOf(file("/a.yaml"), { ref: "a", recommends: true }, "amd64");
  const including = layerOf(file("/b.yaml"), { ref: "b" }, "amd64");
  const merged = mergeLayers(included, including);

  expect(mergedValue(merged, ref.slot)?.value).toBe("b");
  expect(mergedValue(merged, recommends.slot)?.value).toBe(true);
});
