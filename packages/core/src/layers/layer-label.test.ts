import * as fc from "fast-check";
import { expect, test } from "vitest";
import { descriptorOf } from "../oci/descriptor.ts";
import { layerComponents } from "../oci/layer-components.ts";
import { formatComponents, formatLayersLabel, layersLabel, parseComponents } from "./layer-label.ts";

const name = fc.stringMatching(/^(generated\/)?[a-z0-9][a-z0-9+.-]{0,12}$/);
const plan = fc.array(fc.array(name, { minLength: 1 }), { minLength: 1 });

test("the components of a layer are read as they were written", () => {
  fc.assert(
    fc.property(fc.array(name), (names) => {
      expect(parseComponents(formatComponents(names))).toEqual(names);
    }),
  );
});

test("the plan of an image is read from its label as it was written", () => {
  fc.assert(
    fc.property(plan, (layers) => {
      const descriptors = layers.map(() => descriptorOf("layer", "x"));

      expect(layerComponents(descriptors, { [layersLabel]: formatLayersLabel(layers) })).toEqual(layers);
    }),
  );
});

test.each([
  ["", []],
  [",", []],
  ["a,,b,", ["a", "b"]],
])("%j holds the components %j", (text, names) => {
  expect(parseComponents(text)).toEqual(names);
});

test("junk gives a layer no empty names, and no layer more than there are", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("a", ",", " ", "\n") }),
      fc.nat({ max: 5 }),
      (text, count) => {
        const descriptors = Array.from({ length: count }, () => descriptorOf("layer", "x"));
        const layers = layerComponents(descriptors, { [layersLabel]: text });

        expect(layers).toHaveLength(count);
        for (const names of layers) expect(names?.every(Boolean) ?? true).toBe(true);
        expect(layers.every((names) => names === undefined || names.length > 0)).toBe(true);
      },
    ),
  );
});
