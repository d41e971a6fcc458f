import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { hasErrno, reasonOf } from "./errno.ts";

test("an error of a system call is recognised by its errno", async () => {
  const error: unknown = await readFile("/nowhere").catch((error: unknown) => error);
  expect(hasErrno(error, "EPERM", "ENOENT")).toBe(true);
  expect(hasErrno(error, "EPERM")).toBe(false);
});

test("anything else has no errno", () => {
  expect(
    [new Error("ENOENT"), undefined, { code: "ENOENT" }].map((error) => hasErrno(error, "ENOENT")),
  ).toEqual([false, false, false]);
});

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
