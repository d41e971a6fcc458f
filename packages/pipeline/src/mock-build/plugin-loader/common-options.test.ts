import { expect, test } from "vitest";
import { commonOptionsSchema } from "./common-options.ts";

test("a hook is given a time", () => {
  expect(commonOptionsSchema.safeParse({ timeout: "90s" }).success).toBe(true);
  expect(commonOptionsSchema.safeParse({ timeout: "90" }).success).toBe(false);
});

test("no hook may take unlimited time", () => {
  expect(commonOptionsSchema.safeParse({ timeout: "none" }).success).toBe(false);
});
