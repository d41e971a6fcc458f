import { describe, expect, test } from "vitest";
import { headerOf, scenarios } from "./scenario.ts";
import { scenarioHeader } from "./scenario-header.ts";

const scenario = (...lines: string[]) =>
  ["#!/bin/bash", "# What it shows.", ...lines, '. "$(dirname "$0")/lib.sh"', ""].join("\n");

describe("the header of a scenario", () => {
  test("has its times, what it needs and what it gives", () => {
    const text = scenario(
      "# takes: 3 s, 600 s in the full run",
      "# needs: archive, minimal",
      "# gives: thing",
    );

    expect(scenarioHeader("s", text)).toEqual({
      seconds: 3,
      fullSeconds: 600,
      needs: ["archive", "minimal"],
      gives: ["thing"],
    });
  });

  test("takes as long in the full run unless it says otherwise, and may need nothing", () => {
    expect(scenarioHeader("s", scenario("# takes: 90 s"))).toEqual({
      seconds: 90,
      fullSeconds: 90,
      needs: [],
      gives: [],
    });
  });

  test("without a time is refused, also when the time comes after the first command", () => {
    expect(() => scenarioHeader("s", `${scenario()}# takes: 9 s\n`)).toThrow("e2e/s.sh has no line like");
  });

  test("with an unknown need is refused with those that there are", () => {
    expect(() => scenarioHeader("s", scenario("# takes: 9 s", "# needs: archives"))).toThrow(
      /needs "archives", which there is none of; allowed: archive, minimal, /,
    );
  });
});

test("every scenario has a header, and what one needs of another is given by one", async () => {
  const headers = await Promise.all((await scenarios()).map(headerOf));

  expect(headers.length).toBeGreaterThan(40);
  expect(headers.filter(({ gives }) => gives.includes("minimal"))).toHaveLength(1);
});
