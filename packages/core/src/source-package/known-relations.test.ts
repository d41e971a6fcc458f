import { expect, test } from "vitest";
import { knownRelations } from "./known-relations.ts";
import { formatBuildRelations } from "./relations-text.fixture.ts";

const scope = { architecture: "amd64", profiles: [] };

test.each([
  ["the version of the source package is filled in", "a (= ${binary:Version})", "a (= 1:2.0-3)"],
  ["and so is its upstream version", "a (>= ${source:Upstream-Version})", "a (>= 1:2.0)"],
  ["a version with another variable is not a bound", "a (>= ${other}), b", "a, b"],
  ["variables that bring relations are left out", "${shlibs:Depends}, ${x} | a, a-${abi}", "a"],
  ["what cannot be read is left out", "a, b c, (= 1), d [", "a"],
  ["restrictions are decided", "a [arm64], b [amd64], c <!nocheck>, d <stage1>", "b, c"],
])("%s", (_rule, field, known) => {
  expect(formatBuildRelations(knownRelations(field, "1:2.0-3", scope))).toBe(known);
});

test("a field made to slow the parser down does not", () => {
  const field = `a${" ".repeat(200_000)}!, b ${"(".repeat(200_000)}, (${"$".repeat(200_000)}, c`;

  expect(formatBuildRelations(knownRelations(field, "1", scope))).toBe("c");
});
