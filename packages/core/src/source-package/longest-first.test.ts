import * as fc from "fast-check";
import { expect, test } from "vitest";
import { longestFirst } from "./longest-first.ts";

const flat = (names: readonly string[]) => ({
  levels: [names],
  needs: new Map(names.map((name) => [name, []])),
});

test("of packages that do not need each other, the longest is begun first", () => {
  const seconds = new Map([
    ["sl", 4],
    ["figlet", 9],
    ["libjson-perl", 22],
  ]);

  expect(longestFirst(flat(["sl", "figlet", "libjson-perl"]), seconds)).toEqual([
    "libjson-perl",
    "figlet",
    "sl",
  ]);
});

test("a short package that a long one waits for is begun before one of middle length", () => {
  const order = {
    levels: [["middle", "short"], ["long"]],
    needs: new Map([
      ["middle", []],
      ["short", []],
      ["long", ["short"]],
    ]),
  };
  const seconds = new Map([
    ["middle", 10],
    ["short", 1],
    ["long", 30],
  ]);

  expect(longestFirst(order, seconds)).toEqual(["short", "long", "middle"]);
});

test("a package of which nothing is known is expected to take as long as the longest", () => {
  const seconds = new Map([
    ["known", 9],
    ["other", 8],
  ]);

  expect(longestFirst(flat(["other", "new", "known"]), seconds)).toEqual(["new", "known", "other"]);
});

test("where nothing is known, the order given stays", () => {
  expect(longestFirst(flat(["b", "a", "c"]), new Map())).toEqual(["b", "a", "c"]);
});

test("nothing comes before what it needs, whatever was measured", () => {
  const chains = fc.integer({ min: 1, max: 8 }).chain((count) =>
    fc.array(fc.tuple(fc.double({ min: 0, max: 1e5, noNaN: true }), fc.array(fc.nat(count - 1))), {
      minLength: count,
      maxLength: count,
    }),
  );

  fc.assert(
    fc.property(chains, (packages) => {
      const needs = new Map<string, string[]>();
      packages.forEach(([, wanted], index) => {
        const direct = wanted.filter((one) => one < index).map(String);
        needs.set(String(index), [...new Set(direct.flatMap((one) => [one, ...(needs.get(one) ?? [])]))]);
      });
      const seconds = new Map(packages.map(([taken], index) => [String(index), taken]));
      const order = longestFirst({ levels: [...needs.keys()].map((name) => [name]), needs }, seconds);
      for (const [name, before] of needs)
        for (const one of before) expect(order.indexOf(one)).toBeLessThan(order.indexOf(name));
    }),
  );
});
