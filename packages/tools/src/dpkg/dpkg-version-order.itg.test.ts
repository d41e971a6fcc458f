import { compareVersions } from "@debootc/core/version/compare-versions";
import { debianVersion } from "@debootc/core/version/debian-version.fixture";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { run } from "../run.ts";

test("versions are ordered as dpkg orders them", async () => {
  const dpkgSays = async (a: string, operator: string, b: string) =>
    (await run({ tool: "dpkg", args: ["--compare-versions", a, operator, b], accept: [0, 1] })).exitCode ===
    0;

  await fc.assert(
    fc.asyncProperty(debianVersion, debianVersion, async (a, b) => {
      const order = Math.sign(compareVersions(a, b));

      expect(await dpkgSays(a, order < 0 ? "lt" : order > 0 ? "gt" : "eq", b)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
