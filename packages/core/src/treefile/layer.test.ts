import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyLayer, type Layer, layerOf, mergeLayers } from "./layer.ts";
import type { TreefileInput } from "./schema.ts";
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
      expect(mergeLayers(some, emptyLayer)).toEqual(some);
      expect(mergeLayers(emptyLayer, some)).toEqual(some);
    }),
  );
});

test("every list item of both files is kept, the included file's first", () => {
  fc.assert(
    fc.property(layer, layer, (included, including) => {
      const merged = mergeLayers(included, including);

      expect(merged.lists.packages).toEqual([...included.lists.packages, ...including.lists.packages]);
      expect(merged.lists.postprocess).toEqual([
        ...included.lists.postprocess,
        ...including.lists.postprocess,
      ]);
    }),
  );
});

test("a value that the including file does not give is not overwritten", () => {
  const included = layerOf(file("/a.yaml"), { ref: "a", recommends: true }, "amd64");
  const including = layerOf(file("/b.yaml"), { ref: "b" }, "amd64");

  expect(mergeLayers(included, including).single).toMatchObject({
    ref: { value: "b" },
    recommends: { value: true },
  });
});
