import { expect, test } from "vitest";
import { findTool } from "./find-tool.ts";

test("an installed program is found at its path", async () => {
  expect(await findTool("tar")).toMatch(/^\/(usr\/)?(local\/)?bin\/tar$/);
});

test("a program that is not installed is not found", async () => {
  expect(await findTool("no-such-program")).toBeUndefined();
});
