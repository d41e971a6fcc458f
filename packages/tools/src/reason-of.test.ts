import { expect, test } from "vitest";
import { reasonOf } from "./reason-of.ts";

test("the reason of an error is its message, and that of anything else is its text", () => {
  expect(reasonOf(new TypeError("no"))).toBe("no");
  expect(reasonOf("no")).toBe("no");
});

test("a host with several addresses has each reason once", () => {
  const error = new AggregateError(
    [new Error("refused"), new Error("timed out"), new Error("refused")],
    "all failed",
  );

  expect(reasonOf(error)).toBe("refused, timed out");
});
