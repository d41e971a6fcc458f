import type { ClosureMode } from "@debootc/core/debian/closure-mode";
import { expect, test } from "vitest";
import { lockScenes } from "./lock-scene.fixture.ts";

const given = lockScenes([
  { name: "base-files", version: "13", fields: { Essential: "yes" } },
  { name: "nginx", version: "1.27", fields: { Recommends: "nowhere | elsewhere" } },
]);

const told = async (closureCheck: ClosureMode) =>
  (await given.scene.resolve({ recommends: true, closureCheck })).warnings;

test.each(["lenient", "fatal"] as const)(
  "a chosen set that lacks a recommended package is accepted and says so: %s",
  async (mode) => {
    expect(await told(mode)).toContain(
      "recommended packages are not in the set: nowhere | elsewhere (by nginx)",
    );
  },
);

test("a chosen set that nobody wants checked says nothing", async () => {
  expect((await told("off")).trim()).toBe("");
});
