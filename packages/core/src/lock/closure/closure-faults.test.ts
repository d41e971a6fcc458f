import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { closureFaults } from "./closure-faults.ts";
import type { ClosureMember } from "./closure-member.ts";

function member(text: string): ClosureMember {
  const [head = "", ...fields] = text.split("; ");
  const [name = "", version = ""] = head.split(" ");
  return { name, version, stanza: [`Package: ${name}`, `Version: ${version}`, ...fields, ""].join("\n") };
}
const faults = (set: readonly string[], recommends = false) =>
  closureFaults(set.map(member), { recommends }).map(
    ({ name, field, relation, nearest }) => `${name} ${field}: ${relation}: ${nearest}`,
  );

describe("a relation holds", () => {
  test.each([
    ["by a fitting version", ["a 1; Depends: b (>= 2)", "b 2"]],
    ["by any alternative", ["a 1; Pre-Depends: x | b | y", "b 2"]],
    ["by what another provides", ["a 1; Depends: mta", "exim 4; Provides: mta"]],
    ["by a provided version", ["a 1; Depends: api (= 3)", "b 4; Provides: api (= 3)"]],
    ["in spite of an architecture", ["a 1; Depends: python3:any", "python3 3.13"]],
    ["if what is excluded has another version", ["a 1; Breaks: b (<< 2)", "b 2"]],
    ["if a package excludes only what it provides itself", ["a 1; Provides: mta; Conflicts: mta"]],
    ["whatever is recommended, unless that is wanted", ["a 1; Recommends: b"]],
  ])("%s", (_how, set) => expect(faults(set)).toEqual([]));
});

describe("an unmet relation is told with what comes closest", () => {
  test.each([
    [
      "nothing",
      ["a 1; Depends: libfoo (>= 2)"],
      "a Depends: libfoo (>= 2): libfoo is not in the set, and nothing provides it",
    ],
    ["another version", ["a 1; Pre-Depends: b (>= 2)", "b 1.9"], "a Pre-Depends: b (>= 2): b is 1.9"],
    [
      "one that provides it without a version",
      ["a 1; Depends: api (>= 2)", "b 4; Provides: api"],
      "a Depends: api (>= 2): b provides api without a version",
    ],
    [
      "one that provides another version",
      ["a 1; Depends: api (>= 2)", "b 4; Provides: x, api (= 1)"],
      "a Depends: api (>= 2): b provides api 1",
    ],
    [
      "each alternative",
      ["a 1; Depends: b (>= 2) | c", "b 1"],
      "a Depends: b (>= 2) | c: b is 1; c is not in the set, and nothing provides it",
    ],
    ["the package that is excluded", ["a 1; Conflicts: b", "b 2"], "a Conflicts: b: b 2 is in the set"],
    [
      "the package that provides what is excluded",
      ["a 1; Breaks: mta", "exim 4; Provides: mta"],
      "a Breaks: mta: exim 4 provides mta",
    ],
  ])("%s", (_what, set, message) => expect(faults(set)).toEqual([message]));

  test("what is recommended only if that is wanted", () => {
    expect(faults(["a 1; Recommends: b"], true)).toEqual([
      "a Recommends: b: b is not in the set, and nothing provides it",
    ]);
  });
});

test("names every package that has to do with it", () => {
  const [fault] = closureFaults([member("a 1; Depends: b (>= 2) | c (>= 2)"), member("b 1"), member("c 1")], {
    recommends: false,
  });

  expect(fault).toMatchObject({ name: "a", version: "1", others: ["b", "c"] });
});

test("text that is not a relation is nobody's fault", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (depends, provides) => {
      const stanza = `Package: a\nVersion: 1\nDepends: ${depends}\nProvides: ${provides}\n`;
      const found = closureFaults([{ name: "a", version: "1", stanza }], { recommends: true });
      for (const { relation, nearest } of found) expect(relation.length * nearest.length).toBeGreaterThan(0);
    }),
  );
});
