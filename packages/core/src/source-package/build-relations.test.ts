import * as fc from "fast-check";
import { expect, test } from "vitest";
import { debianVersion } from "../version/debian-version.fixture.ts";
import { type BuildRelation, holds, parseBuildRelations, reduceRelations } from "./build-relations.ts";
import { formatBuildRelations } from "./relations-text.fixture.ts";

const reduced = (text: string, architecture = "amd64", profiles: string[] = []) =>
  formatBuildRelations(reduceRelations(text, { architecture, profiles }));

test("everything that Policy allows in a build relation is parsed", () => {
  expect(
    parseBuildRelations("python3:any (>= 3.11~) [!hurd-any !armel] <!nocheck !cross> <stage1> | a(=1)", "x"),
  ).toEqual([
    [
      {
        name: "python3",
        qualifier: "any",
        operator: ">=",
        version: "3.11~",
        architectures: [
          { name: "hurd-any", negated: true },
          { name: "armel", negated: true },
        ],
        profiles: [
          [
            { name: "nocheck", negated: true },
            { name: "cross", negated: true },
          ],
          [{ name: "stage1", negated: false }],
        ],
      },
      { name: "a", operator: "=", version: "1" },
    ],
  ]);
});

test.each([
  ["a [amd64]", "amd64", "a"],
  ["a [arm64]", "amd64", ""],
  ["a [!arm64]", "amd64", "a"],
  ["a [!linux-any]", "amd64", ""],
  ["a [any-amd64]", "amd64", "a"],
  ["a [any-amd64]", "kfreebsd-amd64", "a"],
  ["a [kfreebsd-any] | b [linux-any] | c", "arm64", "b | c"],
  ["a [any-arm]", "armhf", "a"],
  ["a [gnu-any-any]", "musl-linux-amd64", ""],
])("%s holds on %s as: %s", (text, architecture, left) => {
  expect(reduced(text, architecture)).toBe(left);
});

test.each([
  ["a <!nocheck>", [], "a"],
  ["a <!nocheck>", ["nocheck"], ""],
  ["a <stage1>", [], ""],
  ["a <!nocheck> <cross>", ["nocheck", "cross"], "a"],
  ["a <!nocheck !cross>", ["cross"], ""],
  ["a <!nocheck> | b <nocheck>, c", ["nocheck"], "b, c"],
])("%s with the profiles %j leaves: %s", (text, profiles, left) => {
  expect(reduced(text, "amd64", profiles)).toBe(left);
});

test("empty items and comment lines ask for nothing", () => {
  expect(reduced("a,\n# for later\nb (>> 1),,\n")).toBe("a, b (>> 1)");
});

test.each([
  "a b",
  "A",
  "a (> =1)",
  "a ()",
  "a [amd64 !arm64]",
  "a []",
  "a <>",
  "a <!nocheck",
  "${misc:Depends}",
  "a | ",
  "a [amd64] (>= 1)",
])("%j is refused", (text) => {
  expect(() =>
    reduceRelations(text, { architecture: "amd64", profiles: [] }, "x.dsc: Build-Depends"),
  ).toThrow("x.dsc: Build-Depends: ");
});

const word = fc.stringMatching(/^[a-z0-9][a-z0-9+.-]{0,8}$/);
const profile = fc.record({ name: fc.constantFrom("nocheck", "cross", "stage1"), negated: fc.boolean() });
const place = fc.constantFrom("any", "linux-any", "any-amd64", "amd64", "arm64", "hurd-any");
const places = fc
  .tuple(fc.array(place, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([names, negated]) => names.map((name) => ({ name, negated })));
const relation: fc.Arbitrary<BuildRelation> = fc
  .record(
    {
      name: word,
      qualifier: fc.constantFrom("any", "native", "arm64"),
      bound: fc.tuple(fc.constantFrom("<<", "<=", "=", ">=", ">>"), debianVersion),
      architectures: places,
      profiles: fc.array(fc.array(profile, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 }),
    },
    { requiredKeys: ["name"] },
  )
  .map(({ bound, ...rest }) => ({
    ...rest,
    ...(bound === undefined ? {} : { operator: bound[0] as ">=", version: bound[1] }),
  }));
const groups = fc.array(fc.array(relation, { minLength: 1, maxLength: 3 }), { maxLength: 4 });
const scope = fc.record({
  architecture: fc.constantFrom("amd64", "arm64", "armhf", "hurd-i386"),
  profiles: fc.subarray(["nocheck", "cross", "stage1"]),
});

test("what is written is read back", () => {
  fc.assert(
    fc.property(groups, (wanted) => {
      expect(parseBuildRelations(formatBuildRelations(wanted), "x")).toEqual(wanted);
    }),
  );
});

test("reducing keeps the order, drops only what does not hold, and has nothing left to do", () => {
  fc.assert(
    fc.property(groups, scope, (wanted, where) => {
      const left = reduceRelations(formatBuildRelations(wanted), where);
      const held = wanted
        .map((group) => group.filter((one) => holds(one, where)))
        .filter((one) => one.length > 0);

      expect(left.map((group) => group.map(({ name }) => name))).toEqual(
        held.map((group) => group.map(({ name }) => name)),
      );
      expect(reduceRelations(formatBuildRelations(left), where)).toEqual(left);
    }),
  );
});

test("a list of architectures and its negation are never both true, and one of them is", () => {
  fc.assert(
    fc.property(places, scope, (list, where) => {
      const other = list.map((one) => ({ ...one, negated: !one.negated }));

      expect(holds({ name: "a", architectures: list }, where)).toBe(
        !holds({ name: "a", architectures: other }, where),
      );
    }),
  );
});
