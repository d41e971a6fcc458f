import fc from "fast-check";
import { expect, test } from "vitest";
import { closestWord } from "./closest-word.ts";

const keys = ["packages", "exclude-packages", "default-target", "ref", "suite"];

test.each([
  ["pakages", "packages"],
  ["packagse", "packages"],
  ["Packages", "packages"],
  ["exclude_packages", "exclude-packages"],
  ["defaultTarget", "default-target"],
  ["reff", "ref"],
  ["xyz", undefined],
  ["", undefined],
  ["pack", undefined],
])("%s means %s", (word, meant) => {
  expect(closestWord(word, keys)).toBe(meant);
});

test("of two words that are as close, the one with the same beginning is meant", () => {
  expect(closestWord("Europe/Vien", ["Europe/Kiev", "Europe/Vienna"])).toBe("Europe/Vienna");
});

test("a word that is a candidate means itself", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1 }), (candidates) => {
      for (const word of candidates) expect(closestWord(word, candidates)).toBe(word);
    }),
  );
});

test("a very long word is not compared at all", () => {
  expect(closestWord("x".repeat(1_000_000), keys)).toBeUndefined();
});
