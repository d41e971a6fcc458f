import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { hasErrno } from "./errno.ts";

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
