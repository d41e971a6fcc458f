import * as fc from "fast-check";
import { expect, test } from "vitest";
import { DebootcError } from "../error/debootc-error.ts";
import type { ChainSource } from "./chain-graph.ts";
import { orderChain } from "./order-chain.ts";

const scope = { architecture: "amd64", profiles: [] as string[], types: ["any", "all"] as const };

function sourceOf(name: string, buildDepends?: string, changes: Partial<ChainSource> = {}): ChainSource {
  return {
    name,
    version: "2",
    relations: buildDepends === undefined ? {} : { buildDepends },
    binaries: [`${name}-dev`],
    packageList: [{ name: `${name}-dev`, type: "deb", architectures: ["any"], profiles: [] }],
    ...changes,
  };
}

function refusal(sources: readonly ChainSource[], profiles: string[] = []): DebootcError {
  try {
    orderChain(sources, { ...scope, profiles });
  } catch (error) {
    if (error instanceof DebootcError) return error;
  }
  throw new Error("it was taken");
}

test("a package is built after those that build what it needs", () => {
  const { levels, needs } = orderChain(
    [sourceOf("a", "b-dev, debhelper"), sourceOf("b", "c-dev (>= 2)"), sourceOf("c"), sourceOf("d", "c-dev")],
    scope,
  );

  expect(levels).toEqual([["c"], ["b", "d"], ["a"]]);
  expect(Object.fromEntries(needs)).toEqual({ c: [], b: ["c"], d: ["c"], a: ["c", "b"] });
});

test.each([
  ["a version that the chain does not build", "b-dev (>= 3)"],
  ["another architecture", "b-dev [arm64]"],
  ["a profile that is not active", "b-dev <stage1>"],
  ["a package of the archive", "e-dev"],
])("a relation to %s makes no order", (_what, relation) => {
  expect(orderChain([sourceOf("a", relation), sourceOf("b")], scope).levels).toEqual([["a", "b"]]);
});

test("packages that this build does not make answer nothing", () => {
  const b = sourceOf("b", undefined, {
    packageList: [
      { name: "b-dev", type: "deb", architectures: ["arm64"], profiles: [] },
      { name: "b-doc", type: "deb", architectures: ["all"], profiles: [["!nodoc"]] },
      { name: "b-udeb", type: "udeb", architectures: ["any"], profiles: [] },
    ],
  });
  const levels = (relation: string, profiles: string[] = []) =>
    orderChain([sourceOf("a", relation), b], { ...scope, profiles }).levels;

  expect(levels("b-dev, b-udeb")).toEqual([["a", "b"]]);
  expect(levels("b-doc")).toEqual([["b"], ["a"]]);
  expect(levels("b-doc", ["nodoc"])).toEqual([["a", "b"]]);
});

test("only the fields of what is built count", () => {
  const a = sourceOf("a", undefined, {
    relations: { buildDependsIndep: "b-dev", buildDependsArch: "c-dev" },
  });
  const sources = [a, sourceOf("b"), sourceOf("c")];

  expect(orderChain(sources, { ...scope, types: ["any"] }).needs.get("a")).toEqual(["c"]);
  expect(orderChain(sources, { ...scope, types: ["any", "all"] }).needs.get("a")).toEqual(["b", "c"]);
});

test("debhelper of the chain comes before what asks for a level of it", () => {
  const debhelper = sourceOf("debhelper", undefined, {
    packageList: [{ name: "debhelper", type: "deb", architectures: ["all"], profiles: [] }],
  });

  expect(orderChain([sourceOf("a", "debhelper-compat (= 13)"), debhelper], scope).levels).toEqual([
    ["debhelper"],
    ["a"],
  ]);
});

test("a second alternative of the chain is waited for unless that makes a cycle", () => {
  expect(orderChain([sourceOf("a", "x | b-dev"), sourceOf("b")], scope).levels).toEqual([["b"], ["a"]]);
  expect(orderChain([sourceOf("a", "x | b-dev"), sourceOf("b", "a-dev")], scope).levels).toEqual([
    ["a"],
    ["b"],
  ]);
});

test("a source package that needs its own packages is built with those of the archive", () => {
  expect(orderChain([sourceOf("a", "a-dev")], scope).levels).toEqual([["a"]]);
});

test("a cycle is told by its shortest way, with the profile that breaks it", () => {
  const error = refusal([
    sourceOf("a", "b-dev"),
    sourceOf("b", "c-dev (>= 1)"),
    sourceOf("c", "a-dev <!nocheck>, b-dev"),
  ]);

  expect([error.code, error.exitStatus]).toEqual(["chain-cycle", 31]);
  expect(error.message).toBe(
    "source packages need each other to be built:\n  b needs c-dev (>= 1), which c builds\n  c needs b-dev, which b builds",
  );
  expect(error.hint).not.toContain("--profiles");
  const broken = refusal([sourceOf("a", "b-dev"), sourceOf("b", "a-dev <!nocheck !cross>, x <!stage1>")]);
  expect(broken.hint).toContain(
    "With --profiles cross, b does without a-dev. With --profiles nocheck, b does",
  );
  expect(broken.hint).not.toContain("stage1");
});

test("a profile that is active already breaks its cycle", () => {
  const sources = [sourceOf("a", "b-dev"), sourceOf("b", "a-dev <!nocheck>")];

  expect(orderChain(sources, { ...scope, profiles: ["nocheck"] }).levels).toEqual([["b"], ["a"]]);
});

test("the same source package twice is refused", () => {
  expect(refusal([sourceOf("a"), sourceOf("a")])).toMatchObject({ code: "usage" });
});

const size = 7;
const graph = fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 14 });
const sourcesOf = (edges: readonly (readonly [number, number])[]) =>
  Array.from({ length: size }, (_, index) => {
    const wants = edges.flatMap(([from, to]) => (from === index && to !== index ? [`s${to}-dev`] : []));
    return sourceOf(`s${index}`, wants.length === 0 ? undefined : wants.join(", "));
  });

test("an order has each package once, after all that it needs; otherwise there is a cycle of edges", () => {
  fc.assert(
    fc.property(graph, (edges) => {
      const firm = edges.filter(([from, to]) => from !== to);
      try {
        const { levels, needs } = orderChain(sourcesOf(edges), scope);
        const place = new Map(levels.flatMap((level, index) => level.map((name) => [name, index])));

        expect([...place.keys()].sort()).toEqual(Array.from({ length: size }, (_, index) => `s${index}`));
        for (const [from, to] of firm) {
          expect(place.get(`s${from}`)).toBeGreaterThan(place.get(`s${to}`) ?? Number.NaN);
          expect(needs.get(`s${from}`)).toContain(`s${to}`);
        }
      } catch (error) {
        if (!(error instanceof DebootcError)) throw error;
        const steps = [...error.message.matchAll(/ {2}s(\d) needs s\d-dev, which s(\d) builds/g)];
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

test("the order does not depend on the order in which packages within a level are given", () => {
  fc.assert(
    fc.property(graph, (edges) => {
      const levelsOf = (sources: readonly ChainSource[]) => {
        try {
          return orderChain(sources, scope).levels.map((level) => level.toSorted());
        } catch {
          return "cycle";
        }
      };
      const sources = sourcesOf(edges);

      expect(levelsOf(sources.toReversed())).toEqual(levelsOf(sources));
    }),
  );
});
