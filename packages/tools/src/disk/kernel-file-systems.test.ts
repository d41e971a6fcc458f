import { expect, test } from "vitest";
import { kernelKnowsFileSystem } from "./kernel-file-systems.ts";

test.each([
  ["proc", true],
  ["no-such-file-system", false],
])("that the kernel knows %s is %s", async (name, known) => {
  expect(await kernelKnowsFileSystem(name)).toBe(known);
});
