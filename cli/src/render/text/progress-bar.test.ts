import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canvasOf } from "../../screen/screen.ts";
import { recordedScreen } from "../../screen/screen.fixture.ts";
import { displayWidth } from "./display-width.ts";
import { amountOf, progressBar } from "./progress-bar.ts";

const canvas = canvasOf(recordedScreen());

describe("progressBar", () => {
  test("fills in proportion", () => {
    const half = progressBar({ done: 50, total: 100, unit: "packages" }, 60, canvas) ?? "";

    expect(half).toBe(`${"━".repeat(14)}${"─".repeat(14)}  50 of 100 packages`);
  });

  test("a total that turns out too small does not overflow the bar", () => {
    expect(progressBar({ done: 300, total: 100, unit: "steps" }, 60, canvas)).toBe(
      `${"━".repeat(28)}  100 of 100 steps`,
    );
  });

  test("says only how much when nobody knows of how much", () => {
    expect(progressBar({ done: 5_000_000, unit: "bytes", rate: 1_000_000 }, 60, canvas)).toBe(
      "5.0 MB · 1.0 MB/s",
    );
  });

  test("is nothing when nothing is counted", () => {
    expect(progressBar({}, 60, canvas)).toBeUndefined();
  });

  test("seconds count towards a limit and have no bar", () => {
    expect(progressBar({ done: 17, total: 900, unit: "seconds" }, 60, canvas)).toBe(
      "17 s of at most 15m 00s",
    );
  });

  test("never takes more room than there is", () => {
    const measure = fc.record({
      done: fc.nat({ max: 10 ** 12 }),
      total: fc.option(fc.nat({ max: 10 ** 12 }), { nil: undefined }),
      unit: fc.constantFrom(
        "bytes" as const,
        "packages" as const,
        "steps" as const,
        "seconds" as const,
        undefined,
      ),
      rate: fc.option(fc.nat({ max: 10 ** 9 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(measure, fc.integer({ min: 0, max: 80 }), (given, room) => {
        expect(displayWidth(progressBar(given, room, canvas) ?? "")).toBeLessThanOrEqual(room);
      }),
    );
  });
});

test("an amount without a unit is a plain count", () => {
  expect([amountOf({ done: 3, total: 14 }), amountOf({ total: 14 })]).toEqual(["3 of 14", undefined]);
});
