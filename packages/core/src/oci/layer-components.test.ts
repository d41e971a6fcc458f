import { expect, test } from "vitest";
import { descriptorOf } from "./descriptor.ts";
import { layerComponents } from "./layer-components.ts";

const plain = descriptorOf("layer", "x");
const annotated = { ...plain, annotations: { "ostree.components": "bash,dash" } };

test("the components of a layer come from its annotation, or else from the image's label", () => {
  const labels = { "debootc.layers": "a,b c" };

  expect(layerComponents([annotated, plain], labels)).toEqual([["bash", "dash"], ["c"]]);
  expect(layerComponents([plain, plain], labels)).toEqual([["a", "b"], ["c"]]);
});

test("a derived image inherits the label, and has more layers", () => {
  expect(layerComponents([plain, plain, plain], { "debootc.layers": "a b" })).toEqual([
    ["a"],
    ["b"],
    undefined,
  ]);
});

test("the label of a squashed image is ignored", () => {
  expect(layerComponents([plain], { "debootc.layers": "a b" })).toEqual([undefined]);
});
