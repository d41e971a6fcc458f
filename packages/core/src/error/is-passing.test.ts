import { expect, test } from "vitest";
import { type ErrorCode, errorCodes } from "./codes.ts";
import { isPassing } from "./is-passing.ts";

test("only failures of infrastructure pass, and not those that somebody has to mend", () => {
  const codes = (Object.keys(errorCodes) as ErrorCode[]).filter(isPassing);

  expect(new Set(codes.map((code) => errorCodes[code].class))).toEqual(new Set(["infrastructure"]));
  expect(codes.sort()).toEqual(["artifact-unavailable", "mirror-unreachable", "registry-unreachable"]);
});
