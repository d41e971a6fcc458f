import { describe, expect, test } from "vitest";
import { scenarioTally } from "./scenario.ts";

describe("the count of a scenario", () => {
  test("has every assertion by name", () => {
    expect(scenarioTally("s", 1, ["ok - one", "x", "skip - two: no root", "not ok - three"])).toEqual({
      passed: 1,
      failed: ["s: three"],
      skipped: ["s: two: no root"],
    });
  });

  test("has a scenario that died as a failure", () => {
    expect(scenarioTally("s", 124, ["ok - one"]).failed).toEqual(["s: ended with exit status 124"]);
  });

  test("never passes without an assertion", () => {
    expect(scenarioTally("s", 0, []).failed).toHaveLength(1);
  });
});
