import { describe, expect, test } from "vitest";
import { vitestTally } from "./vitest-tally.ts";

const file = (status: string, ...results: [fullName: string, status: string][]) => ({
  name: "a.test.ts",
  status,
  message: "cannot load",
  assertionResults: results.map(([fullName, result]) => ({ fullName, status: result })),
});

describe("the count of a vitest run", () => {
  test("has passed, failed and skipped tests by name", () => {
    const report = {
      testResults: [file("failed", ["a", "passed"], ["b", "failed"], ["c", "skipped"], ["d", "todo"])],
    };

    expect(vitestTally("unit", 1, report)).toEqual({
      passed: 1,
      failed: ["unit: b"],
      skipped: ["unit: c", "unit: d"],
    });
  });

  test("has a file that could not be loaded as a failure", () => {
    expect(vitestTally("unit", 1, { testResults: [file("failed")] }).failed).toEqual([
      "unit: a.test.ts: cannot load",
    ]);
  });

  test("has an error outside any test as a failure", () => {
    expect(vitestTally("unit", 1, { testResults: [file("passed", ["a", "passed"])] }).failed).toHaveLength(1);
  });

  test.each([undefined, { testResults: [] }])("never passes without a test", (report) => {
    expect(vitestTally("unit", 0, report).failed).toHaveLength(1);
  });
});
