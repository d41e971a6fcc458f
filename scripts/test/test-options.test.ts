import { describe, expect, test } from "vitest";
import { testOptions } from "./test-options.ts";

describe("the options of script/test", () => {
  test("are the scenarios, the number of jobs and what else is asked for", () => {
    expect(testOptions(["kill", "--jobs", "3", "--full", "boot-minimal"])).toEqual({
      fast: false,
      full: true,
      jobs: 3,
      changedSince: undefined,
      chosen: ["kill", "boot-minimal"],
    });
  });

  test.each([
    [["--changed"], "HEAD"],
    [["--changed", "--full"], "HEAD"],
    [["--changed", "main"], "main"],
    [[], undefined],
  ])("%j means changes since %j", (words, commit) => {
    expect(testOptions(words).changedSince).toBe(commit);
  });

  test("are refused when they contradict each other, or a number is none", () => {
    expect(() => testOptions(["kill", "--changed"])).toThrow("leave out kill");
    expect(() => testOptions(["--jobs", "0"])).toThrow("--jobs 0: give the number");
    expect(() => testOptions(["--jobs"])).toThrow("give the number");
  });
});
