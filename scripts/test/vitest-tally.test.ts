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

  test("says of a failed test why it failed, in a few lines", () => {
    const message = [
      "Error: Property failed",
      '{ seed: 7, path: "3:1" }',
      ...Array<string>(90).fill("at x.ts"),
    ];
    const report = {
      testResults: [
        {
          ...file("failed"),
          assertionResults: [{ fullName: "a", status: "failed", failureMessages: [message.join("\n")] }],
        },
      ],
    };

    const [failure = ""] = vitestTally("unit", 1, report).failed;
    expect(failure).toMatch(/^unit: a\n +Error: Property failed\n +[{] seed: 7, path: "3:1" [}]\n/);
    expect(failure.split("\n")).toHaveLength(7);
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
