import { expect, test } from "vitest";
import { descriptorOf } from "./descriptor.ts";
import { layerComponents } from "./layer-components.ts";

const plain = descriptorOf("layer", "x");
const annotated = { ...plain, annotations: { "ostree.components": "bash,dash" } };

test("what a layer holds is said by its annotation, else by the label of the image", () => {
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

test("the label of an image that was squashed says nothing", () => {
  expect(layerComponents([plain], { "debootc.layers": "a b" })).toEqual([undefined]);
});
