import * as fc from "fast-check";
import { expect, test } from "vitest";
import { reduceRelations } from "./build-relations.ts";
import { chosenAlternatives } from "./chosen-alternatives.ts";

const scope = { architecture: "amd64", profiles: ["nocheck"] };
const chosen = (buildDepends: string, rule: "first" | "all" = "first") =>
  chosenAlternatives({ name: "x", relations: { buildDepends } }, scope, rule);
const first = (field: string) => chosen(field).relations.buildDepends;

test.each([
  ["gawk | mawk", "gawk"],
  ["nonexistent | pkgconf", "nonexistent"],
  ["default-mta | mail-transport-agent, debhelper", "default-mta, debhelper"],
  ["libfoo-dev [arm64] | libbar-dev", "libbar-dev"],
  ["libfoo-dev [linux-any] | libbar-dev", "libfoo-dev"],
  ["a <!nocheck> | b <nocheck> | c", "b"],
  ["a [arm64] | b <!nocheck>, c", "c"],
  ["python3:any (>= 3.11) | python3.11:native", "python3:any (>= 3.11)"],
  ["gcc-14:native | gcc:native", "gcc-14:native"],
])("of %s the first alternative that applies counts: %s", (written, expected) => {
  expect(first(written)).toBe(expected);
});

test.each([
  ["foo (>= 2) | foo (<< 1)", "foo (>= 2) | foo (<< 1)"],
  ["foo (>= 2) | foo:native (<< 1) | bar | foo", "foo (>= 2) | foo:native (<< 1)"],
])("bounds of one name are one wish: %s", (written, expected) => {
  expect(first(written)).toBe(expected);
});

test("what does not count is told apart from what does not apply", () => {
  expect(chosen("gawk | mawk (>= 1), a [arm64] | b | c <!nocheck>").dropped).toEqual(["mawk (>= 1)"]);
});

test("all alternatives count if they are asked for", () => {
  const field = "gawk | mawk, a [arm64] | b <!nocheck>";
  expect(chosen(field, "all")).toEqual({ relations: { buildDepends: field }, dropped: [] });
});

test("conflicts have no alternatives, and stay as they are", () => {
  const relations = { buildConflicts: "a, b [amd64]", buildDependsIndep: "c | d" };
  expect(chosenAlternatives({ name: "x", relations }, scope, "first").relations).toEqual({
    buildConflicts: "a, b [amd64]",
    buildDependsIndep: "c",
  });
});

test("a field that cannot be read is refused by its name", () => {
  expect(() => first("a (>= ) | b")).toThrow(/^x: Build-Depends: "a \(>= \)" cannot be read/);
});

test("every group that applies keeps its first alternative, and nothing else is added", () => {
  const name = fc.constantFrom("aa", "bb", "cc");
  const relation = fc
    .tuple(name, fc.constantFrom("", " (>= 1)", " [amd64]", " [arm64]", " <nocheck>", " <!nocheck>"))
    .map((words) => words.join(""));
  const field = fc
    .array(fc.array(relation, { minLength: 1, maxLength: 4 }), { maxLength: 4 })
    .map((groups) => groups.map((group) => group.join(" | ")).join(", "));
  fc.assert(
    fc.property(field, (written) => {
      const before = reduceRelations(written, scope);
      const after = reduceRelations(first(written) ?? "", scope);
      expect(after.map(([one]) => one)).toEqual(before.map(([one]) => one));
      for (const [index, group] of after.entries()) {
        expect(before[index]?.slice(0, group.length)).toEqual(group);
        expect(new Set(group.map((one) => one.name)).size).toBe(1);
      }
    }),
  );
});
