import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Component } from "./component.ts";
import { anyComponent, anyComponents, component, matesOf, staysTogether } from "./component.fixture.ts";
import { continueLayers } from "./continue-layers.ts";
import { layerLimit, type LayerPlan } from "./layer-plan.ts";
import { packLayers } from "./pack-layers.ts";

/** When a rule is broken, shrinking large sets could take minutes. */
const patience = { interruptAfterTimeLimit: 10_000 };
const anyLimit = fc.integer({ min: 1, max: layerLimit });
const some = anyComponents({ minLength: 1, maxLength: 80 });

/** A plan made elsewhere: repeated names, unknown names, empty layers. */
const foreignPlan = (components: readonly Component[]): fc.Arbitrary<LayerPlan> =>
  fc.array(
    fc.array(fc.constantFrom("unknown", "", ...components.map(({ name }) => name)), { maxLength: 6 }),
    { maxLength: 20 },
  );
const someAndPlan = some.chain((components) => fc.tuple(fc.constant(components), foreignPlan(components)));

describe("a plan that is continued", () => {
  test("is the same if the components are", () => {
    fc.assert(
      fc.property(some, anyLimit, (components, maxLayers) => {
        const plan = packLayers(components, maxLayers);

        expect(continueLayers(components, plan, maxLayers)).toEqual(plan);
      }),
      { ...patience, numRuns: 50 },
    );
  });

  test("moves no component when one is removed", () => {
    fc.assert(
      fc.property(some, anyLimit, ([, ...left], maxLayers) => {
        const plan = packLayers(left, maxLayers);
        const [, ...rest] = left;

        expect(matesOf(continueLayers(rest, plan, maxLayers), rest)).toEqual(matesOf(plan, rest));
      }),
      { ...patience, numRuns: 50 },
    );
  });

  test("moves no component when one is added, which gets its own layer while there is room", () => {
    fc.assert(
      fc.property(some, anyLimit, ([one, ...others], maxLayers) => {
        fc.pre(one !== undefined && others.length > 0);
        const before = packLayers(others, maxLayers);
        const after = continueLayers([one, ...others], before, maxLayers);

        expect(matesOf(after, others)).toEqual(matesOf(before, others));
        const mates = after.find((layer) => layer.includes(one.name));
        expect(mates?.length === 1).toBe(before.length < maxLayers);
      }),
      { ...patience, numRuns: 50 },
    );
  });

  test("moves no component when some change their size or how often they change", () => {
    fc.assert(
      fc.property(some, fc.array(anyComponent), anyLimit, (components, others, maxLayers) => {
        const plan = packLayers(components, maxLayers);
        const changed = components.map((each, index) => ({ ...(others[index] ?? each), name: each.name }));

        expect(matesOf(continueLayers(changed, plan, maxLayers), changed)).toEqual(matesOf(plan, changed));
      }),
      { ...patience, numRuns: 50 },
    );
  });

  test("only joins layers when fewer are allowed", () => {
    fc.assert(
      fc.property(some, anyLimit, anyLimit, (components, one, other) => {
        const plan = packLayers(components, Math.max(one, other));
        const after = continueLayers(components, plan, Math.min(one, other));

        expect(after.length).toBeLessThanOrEqual(Math.min(one, other));
        expect(staysTogether(plan, after, components)).toBe(true);
      }),
      { ...patience, numRuns: 50 },
    );
  });

  test("made elsewhere has every component once and keeps to the limit", () => {
    fc.assert(
      fc.property(someAndPlan, anyLimit, ([components, plan], maxLayers) => {
        const after = continueLayers(components, plan, maxLayers);

        expect(after.flat().toSorted()).toEqual(components.map(({ name }) => name).toSorted());
        expect(after.length).toBeLessThanOrEqual(maxLayers);
        expect(after.filter((layer) => layer.length === 0)).toEqual([]);
      }),
    );
  });

  test("does not depend on the order of the components", () => {
    fc.assert(
      fc.property(someAndPlan, anyLimit, ([components, plan], maxLayers) => {
        expect(continueLayers(components.toReversed(), plan, maxLayers)).toEqual(
          continueLayers(components, plan, maxLayers),
        );
      }),
      { ...patience, numRuns: 50 },
    );
  });
});

const components = ["a", "b", "c"].map((name) => component(name, 100_000));

test("a plan that knows less than half of the components is ignored", () => {
  const components = ["a", "b", "c", "d", "e"].map((name) => ({ name, bytes: 1, versions: [] }));

  expect(continueLayers(components, [["a", "b"]], 3)).toEqual(packLayers(components, 3));
});

test("a name counts where a plan first has it", () => {
  expect(continueLayers(components, [["b", "a"], ["c", "a", "c"], ["b"]], 5)).toEqual([["a", "b"], ["c"]]);
});

test.each<[string, LayerPlan | undefined]>([
  ["no plan", undefined],
  ["an empty plan", []],
  ["a plan of other components", [["x"], ["y"]]],
])("%s gives what packing gives", (_, plan) => {
  expect(continueLayers(components, plan, 2)).toEqual(packLayers(components, 2));
});

describe("a new component beyond the limit", () => {
  const previous = [["seldom"], ["often"], ["generated/dpkg"]];
  const known = [
    component("seldom", 5_000_000),
    component("often", 300_000, { versions: ["1+deb13u1"] }),
    component("generated/dpkg", 3_000_000),
  ];

  test.each<[string, number, LayerPlan]>([
    [
      "joins the smallest layer when it is small itself",
      10_000,
      [["seldom"], ["new", "often"], ["generated/dpkg"]],
    ],
    [
      "joins a layer that seldom changes when it is large",
      80_000_000,
      [["new", "seldom"], ["often"], ["generated/dpkg"]],
    ],
  ])("%s", (_, bytes, plan) => {
    expect(continueLayers([...known, component("new", bytes)], previous, 3)).toEqual(plan);
  });
});
