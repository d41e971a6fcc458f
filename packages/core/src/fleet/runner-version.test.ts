import { expect, test } from "vitest";
import { officialRunner, runnerWarning } from "./runner-version.ts";

const official = (version: string) => runnerWarning({ kind: "official", version });

test("a runner that GitHub refuses, or will soon refuse, is reported", () => {
  expect(official("2.328.9")).toMatch(/refuses runner 2\.328\.9 since 2026-03-16/);
  expect(official("1.999.0")).toMatch(/refuses/);
  expect(official(officialRunner.oldest)).toMatch(/will soon refuse/);
  expect(official("2.335.11")).toMatch(/2\.336\.0 is there since/);
  expect(official("new")).toMatch(/cannot be read/);
});

test("the newest runner and newer ones are in order, and so is one that is not GitHub's", () => {
  expect(official(officialRunner.newest)).toBeUndefined();
  expect(official("2.1000.0")).toBeUndefined();
  expect(runnerWarning({ kind: "act", version: "0.2" })).toBeUndefined();
});
