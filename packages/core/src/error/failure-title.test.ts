import { expect, test } from "vitest";
import { type ErrorCode, errorCodes } from "./codes.ts";
import { failureTitle, readFailureTitle } from "./failure-title.ts";

test("every error can be read from its title, with its class", () => {
  for (const code of Object.keys(errorCodes) as ErrorCode[])
    expect(readFailureTitle(failureTitle(code))).toEqual({ code, class: errorCodes[code].class });
});

test("the table says the class of a code that it has, and a title that of any other", () => {
  expect(readFailureTitle("debootc: dependency-unmet (infrastructure)")).toMatchObject({
    class: "dependency",
  });
  expect(readFailureTitle("debootc: moon-missing (infrastructure)")).toEqual({
    code: "moon-missing",
    class: "infrastructure",
  });
});

test.each([
  "debootc: dependency-unmet",
  "debootc: dependency-unmet (sometimes)",
  "debootc: Dependency (package)",
  "debootc: __proto__ (package)",
  `debootc: ${"a".repeat(65)} (package)`,
  "debootc: a (package)\nmore",
  "",
])("%j is no such title", (title) => {
  expect(readFailureTitle(title)).toBeUndefined();
});
