import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changesOften, type Component } from "./component.ts";
import { anyComponent, anyComponents, component, matesOf, staysTogether } from "./component.fixture.ts";
import { isGenerated } from "./generated-component.ts";
import { layerLimit } from "./layer-plan.ts";
import { packLayers } from "./pack-layers.ts";

const many = anyComponents({ maxLength: 250 });
const [manyComponents = []] = fc.sample(anyComponents({ minLength: 300, maxLength: 300 }), {
  numRuns: 1,
  seed: 2,
});
/** When a rule is broken, shrinking large sets could take minutes. */
const patience = { interruptAfterTimeLimit: 10_000 };
const anyLimit = fc.integer({ min: 1, max: layerLimit });

/** Enough for a layer for every class: sizes up to 1 GiB make nine classes, twice for packages and once for others. */
const roomy = fc.integer({ min: 30, max: layerLimit });

describe("a plan", () => {
  test("has every component once, in at most the allowed number of layers", () => {
    fc.assert(
      fc.property(many, anyLimit, (components, maxLayers) => {
        const plan = packLayers(components, maxLayers);

        expect(plan.flat().toSorted()).toEqual(components.map(({ name }) => name).toSorted());
        expect(plan.length).toBeLessThanOrEqual(maxLayers);
        expect(plan.filter((layer) => layer.length === 0)).toEqual([]);
      }),
      { ...patience, numRuns: 40 },
    );
  });

  test("of many components uses nearly all allowed layers", () => {
    for (let maxLayers = 1; maxLayers <= layerLimit; maxLayers += 1) {
      const { length } = packLayers(manyComponents, maxLayers);
      expect([maxLayers, length <= maxLayers && length > 0.9 * maxLayers]).toEqual([maxLayers, true]);
    }
  });

  test("does not depend on the order of the components", () => {
    const shuffled = many.chain((components) =>
      fc.tuple(fc.constant(components), fc.shuffledSubarray(components, { minLength: components.length })),
    );
    fc.assert(
      fc.property(shuffled, anyLimit, ([components, others], maxLayers) => {
        expect(packLayers(others, maxLayers)).toEqual(packLayers(components, maxLayers));
      }),
      { ...patience, numRuns: 40 },
    );
  });

  test("has a layer for each component if there are enough, except for small generated ones", () => {
    const apart = Array.from({ length: 9 }, (_, index) => component(`p${index}`, index * 1000));
    const together = ["generated/a", "generated/b"].map((name) => component(name, 1000));

    expect(packLayers([...apart, ...together], 10).map(({ length }) => length)).toEqual([
      ...apart.map(() => 1),
      2,
    ]);
  });

  test("of no components has no layers", () => {
    expect(packLayers([], 5)).toEqual([]);
  });
});

describe("a generated component", () => {
  test("shares one layer with others if it is small, or dpkg's own", () => {
    fc.assert(
      fc.property(many, roomy, (components, maxLayers) => {
        const plan = packLayers([...components, component("generated/dpkg", 2 ** 28)], maxLayers);
        const isSmall = ({ name, bytes }: Component) => isGenerated(name) && bytes < 65_536;
        const small = ["generated/dpkg", ...components.filter(isSmall).map(({ name }) => name)].toSorted();

        expect(plan.filter((layer) => layer.some((name) => small.includes(name)))).toEqual([small]);
      }),
      { ...patience, numRuns: 40 },
    );
  });

  test("is in no layer with packages if there are three or more layers", () => {
    fc.assert(
      fc.property(many, fc.integer({ min: 3, max: layerLimit }), (components, maxLayers) => {
        for (const layer of packLayers(components, maxLayers)) {
          expect(new Set(layer.map((name) => isGenerated(name))).size).toBe(1);
        }
      }),
      { ...patience, numRuns: 40 },
    );
  });

  test("alone makes one layer", () => {
    const small = [component("generated/b", 5), component("generated/a", 5)];

    expect(packLayers(small, 5)).toEqual([["generated/a", "generated/b"]]);
  });
});

test("a component that is large or changes often shares its layer with fewer others", () => {
  const seldom = { versions: ["1-1"] };
  const often = { versions: ["1-1+deb13u1"] };
  const group = (name: string, bytes: number, change: Partial<Component>) =>
    Array.from({ length: 60 }, (_, index) => component(`${name}${index}`, bytes, change));
  const components = [
    ...group("small-seldom", 200_000, seldom),
    ...group("small-often", 200_000, often),
    ...group("large-seldom", 20_000_000, seldom),
    ...group("large-often", 20_000_000, often),
  ];

  const layersOf = (plan: readonly (readonly string[])[], name: string) =>
    plan.filter((layer) => layer.some((member) => member.startsWith(name))).length;

  const plan = packLayers(components, 60);
  const counts = ["small-seldom", "small-often", "large-seldom", "large-often"].map((name) =>
    layersOf(plan, name),
  );
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  expect(new Set(counts).size).toBe(4);
});

const withOneMore = anyComponents({ minLength: 1, maxLength: 300 }).map(([one, ...others]) => ({
  one: one as Component,
  others,
}));

describe("without a previous plan", () => {
  test("adding or removing a component moves no other as long as there is a spare layer", () => {
    const spared = { yes: 0, no: 0 };
    fc.assert(
      fc.property(withOneMore, roomy, ({ one, others }, maxLayers) => {
        const without = packLayers(others, maxLayers);
        const isSpare = without.length < maxLayers;
        spared[isSpare ? "yes" : "no"] += 1;
        if (!isSpare) return;

        expect(matesOf(packLayers([...others, one], maxLayers), others)).toEqual(matesOf(without, others));
      }),
      { ...patience, numRuns: 100, seed: 3 },
    );
    expect(spared.yes).toBeGreaterThan(20);
  });

  test("adding one separates no others, and removing one joins none", () => {
    fc.assert(
      fc.property(withOneMore, roomy, ({ one, others }, maxLayers) => {
        const without = packLayers(others, maxLayers);

        expect(staysTogether(without, packLayers([...others, one], maxLayers), others)).toBe(true);
      }),
      { ...patience, numRuns: 50 },
    );
  });

  test("one that changes its size or frequency either joins or separates others, not both", () => {
    fc.assert(
      fc.property(withOneMore, anyComponent, roomy, ({ one, others }, other, maxLayers) => {
        const before = packLayers([...others, one], maxLayers);
        const after = packLayers([...others, { ...other, name: one.name }], maxLayers);

        expect(staysTogether(before, after, others) || staysTogether(after, before, others)).toBe(true);
      }),
      { ...patience, numRuns: 40 },
    );
  });

  test("a lower limit only joins layers", () => {
    fc.assert(
      fc.property(many, roomy, roomy, (components, one, other) => {
        const [fewer, more] = [Math.min(one, other), Math.max(one, other)];

        expect(staysTogether(packLayers(components, more), packLayers(components, fewer), components)).toBe(
          true,
        );
      }),
      { ...patience, numRuns: 40 },
    );
  });

  test("one layer less moves only components of one size, kind and frequency", () => {
    fc.assert(
      fc.property(many, fc.integer({ min: 31, max: layerLimit }), (components, maxLayers) => {
        const before = packLayers(components, maxLayers).map(String);
        fc.pre(before.length === maxLayers);
        const after = packLayers(components, maxLayers - 1).map(String);
        const classes = new Map(components.map((each) => [each.name, classOf(each)]));
        const moved = before.filter((layer) => !after.includes(layer)).flatMap((layer) => layer.split(","));

        expect(new Set(moved.map((name) => classes.get(name))).size).toBeLessThanOrEqual(1);
      }),
      { ...patience, numRuns: 40 },
    );
  });

  test("removing any of 300 components moves few others, and usually none", () => {
    const plan = packLayers(manyComponents, 64);
    const moved = manyComponents
      .filter((_, index) => index % 4 === 0)
      .map((gone) => {
        const others = manyComponents.filter((each) => each !== gone);
        const [before, after] = [matesOf(plan, others), matesOf(packLayers(others, 64), others)];
        return others.filter(({ name }) => before.get(name) !== after.get(name)).length;
      });

    expect(Math.max(...moved)).toBeLessThan(10);
    expect(moved.filter((count) => count === 0).length).toBeGreaterThan(0.8 * moved.length);
  });
});

/** What decides how many share a layer. */
function classOf(each: Component): string {
  const step = Math.floor(Math.log(Math.max(each.bytes, 16 * 1024)) / Math.log(4) + 1e-9);
  return `${step} ${isGenerated(each.name)} ${changesOften(each)}`;
}
