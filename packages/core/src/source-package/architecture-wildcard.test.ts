import { expect, test } from "vitest";
import { architectureMatches } from "./architecture-wildcard.ts";

test.each([
  ["amd64", "any", true],
  ["all", "any", false],
  ["all", "all", true],
  ["x32", "any-amd64", true],
  ["x32", "amd64", false],
  ["armel", "any-arm", true],
  ["arm64", "any-arm", false],
  ["hurd-i386", "linux-any", false],
  ["hurd-amd64", "hurd-any", true],
  ["musl-linux-armhf", "musl-linux-any", true],
  ["mipsn32el", "any-mips64el", true],
  ["amd64", "base-gnu-linux-any", true],
  ["armhf", "base-gnu-linux-any", false],
  ["amd64", "any-any-any-any-any", false],
])("%s is meant by %s: %s", (architecture, wildcard, meant) => {
  expect(architectureMatches(architecture, wildcard)).toBe(meant);
});
