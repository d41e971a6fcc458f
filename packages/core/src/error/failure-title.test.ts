import { expect, test } from "vitest";
import { type ErrorCode, errorCodes } from "./codes.ts";
import { failureTitle, readFailureTitle, readFindingTitle } from "./failure-title.ts";

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

test("a finding is one of the table, and no conclusion", () => {
  expect(readFindingTitle("debootc: mirror-unreachable")).toEqual({
    ...{ code: "mirror-unreachable", class: "infrastructure" },
  });
  for (const title of ["debootc: moon-missing", failureTitle("usage"), "debootc", "mirror-unreachable"])
    expect(readFindingTitle(title)).toBeUndefined();
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
