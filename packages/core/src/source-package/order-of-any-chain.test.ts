import * as fc from "fast-check";
import { expect, test } from "vitest";
import { DebootcError } from "../error/debootc-error.ts";
import { described, scope, sourceOf } from "./chain-source.fixture.ts";
import type { ChainSource } from "./chain-source.ts";
import { orderChain } from "./order-chain.ts";

const size = 7;
const arrows = (most: number) => fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: most });
type Arrow = readonly [from: number, to: number];

/** Arrows between source packages, by what makes them. */
const graphs = fc.record({
  /** `Build-Depends: sN-dev`. */
  needed: arrows(8),
  /** `Build-Depends: virtual-N`. */
  virtual: arrows(2),
  /** `Build-Depends: elsewhere | sN-dev`. */
  alternative: arrows(4),
  /** `Depends: sN-dev` of the package that is built. */
  depends: arrows(10),
});
type Graph = typeof graphs extends fc.Arbitrary<infer T> ? T : never;

function sourcesOf(graph: Graph): ChainSource[] {
  return Array.from({ length: size }, (_, index) => {
    const texts = (list: readonly Arrow[], form: (to: number) => string) =>
      list.flatMap(([from, to]) => (from === index ? [form(to)] : []));
    const needs = [
      ...texts(graph.needed, (to) => `s${to}-dev`),
      ...texts(graph.virtual, (to) => `virtual-${to}`),
      ...texts(graph.alternative, (to) => `elsewhere | s${to}-dev`),
    ];
    const depends = ["${misc:Depends}", ...texts(graph.depends, (to) => `s${to}-dev`)].join(", ");
    return sourceOf(
      `s${index}`,
      needs.join(", "),
      described(`s${index}`, { provides: `virtual-${index}`, depends }),
    );
  });
}

function others(list: readonly Arrow[]): Arrow[] {
  return list.filter(([from, to]) => from !== to);
}

/** Returns every place that arrows lead to from here, without this place. */
function reached(from: number, list: readonly Arrow[]): Set<number> {
  const places = new Set<number>();
  const queue = [from];
  for (const place of queue) {
    for (const [one, to] of list) {
      if (one !== place || places.has(to)) continue;
      places.add(to);
      queue.push(to);
    }
  }
  return places;
}

/** From each source package to what the packages it needs depend on, over packages of others. */
function wishesOf({ needed, virtual, alternative, depends }: Graph): Arrow[] {
  const direct = others([...needed, ...virtual, ...alternative]);
  return Array.from({ length: size }, (_, from) => {
    const along = depends.filter((arrow) => !arrow.includes(from));
    const installed = direct.flatMap(([one, to]) => (one === from ? [to, ...reached(to, along)] : []));
    return installed.map((to): Arrow => [from, to]);
  }).flat();
}

test("an order has each package once, after all that it needs; otherwise there is a cycle of edges", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const firm = others([...graph.needed, ...graph.virtual]);
      try {
        const { levels, needs } = orderChain(sourcesOf(graph), scope);
        const place = new Map(levels.flatMap((level, index) => level.map((name) => [name, index])));

        expect([...place.keys()].sort()).toEqual(Array.from({ length: size }, (_, index) => `s${index}`));
        expect(levels.flat()).toHaveLength(size);
        for (const [from, to] of firm) {
          expect(place.get(`s${from}`)).toBeGreaterThan(place.get(`s${to}`) ?? Number.NaN);
          expect(needs.get(`s${from}`)).toContain(`s${to}`);
        }
      } catch (error) {
        if (!(error instanceof DebootcError)) throw error;
        const steps = [...error.message.matchAll(/ {2}s(\d) needs [^\n]*, which s(\d) builds/g)];
        expect(steps.length).toBeGreaterThan(1);
        for (const [index, [, from, to]] of steps.entries()) {
          expect(firm).toContainEqual([Number(from), Number(to)]);
          expect(to).toBe(steps[(index + 1) % steps.length]?.[1]);
        }
      }
    }),
    { numRuns: 500 },
  );
});

test("what would only be better comes before, too, unless what is needed or granted already forbids it", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const firm = others([...graph.needed, ...graph.virtual]);
      fc.pre(firm.every(([from, to]) => !reached(to, firm).has(from)));
      const { levels, needs } = orderChain(sourcesOf(graph), scope);
      const place = (index: number) => levels.findIndex((level) => level.includes(`s${index}`));

      for (const [from, to] of wishesOf(graph)) {
        if (needs.get(`s${from}`)?.includes(`s${to}`)) expect(place(from)).toBeGreaterThan(place(to));
        else expect(needs.get(`s${to}`)).toContain(`s${from}`);
      }
    }),
    { numRuns: 500 },
  );
});

test("nothing is waited for that is neither needed nor wished for", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const firm = others([...graph.needed, ...graph.virtual]);
      fc.pre(firm.every(([from, to]) => !reached(to, firm).has(from)));
      const all = [...firm, ...wishesOf(graph)];

      for (const [name, needs] of orderChain(sourcesOf(graph), scope).needs) {
        const may = reached(Number(name.slice(1)), all);
        for (const need of needs) expect(may).toContain(Number(need.slice(1)));
      }
    }),
  );
});

test("the order does not depend on the order in which packages are given", () => {
  const shuffled = graphs.chain((graph) => {
    const sources = sourcesOf(graph);
    return fc.tuple(fc.constant(sources), fc.shuffledSubarray(sources, { minLength: size, maxLength: size }));
  });
  fc.assert(
    fc.property(shuffled, ([sources, mixed]) => {
      const result = (given: readonly ChainSource[]) => {
        try {
          const { levels, needs } = orderChain(given, scope);
          return {
            levels: levels.map((level) => level.toSorted()),
            needs: Object.fromEntries([...needs].map(([name, list]) => [name, list.toSorted()])),
          };
        } catch (error) {
          if (error instanceof DebootcError) return error.code;
          throw error;
        }
      };

      expect(result(mixed)).toEqual(result(sources));
    }),
    { numRuns: 300 },
  );
});
