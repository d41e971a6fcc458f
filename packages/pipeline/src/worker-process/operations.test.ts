import { expect, test } from "vitest";
import { operations } from "./operations.ts";

test.each(Object.entries(operations))("%s is loaded by its own name", async (name, load) => {
  expect((await load()).name).toBe(name);
});
