import fc from "fast-check";
import { expect, test } from "vitest";
import { retryPause } from "./retry-pause.ts";

test("pauses grow, are bounded, and no two agents have the same", () => {
  expect([0, 1, 2, 3].map((failures) => retryPause(failures, 1))).toEqual([500, 1000, 2000, 4000]);
  expect(retryPause(1, 0)).not.toBe(retryPause(1, 0.5));
  fc.assert(
    fc.property(fc.nat(1000), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
      expect(retryPause(failures, random)).toBeGreaterThanOrEqual(250);
      expect(retryPause(failures, random)).toBeLessThanOrEqual(15_000);
    }),
  );
});
