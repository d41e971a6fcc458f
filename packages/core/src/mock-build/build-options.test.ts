import { expect, test } from "vitest";
import { buildOptions, parallelOf } from "./build-options.ts";

const four = { parallel: 4, profiles: [] };

test("the number of processors is passed to a build", () => {
  expect(buildOptions(undefined, four)).toBe("parallel=4");
});

test("the profile nocheck turns tests off, even if the configuration has options of its own", () => {
  expect(buildOptions("noopt", { parallel: 2, profiles: ["cross", "nocheck"] })).toBe(
    "parallel=2 noopt nocheck",
  );
  expect(buildOptions("nocheck", { parallel: 2, profiles: ["nocheck"] })).toBe("parallel=2 nocheck");
});

test("a number of processors in the configuration replaces the machine's", () => {
  expect(parallelOf("noopt parallel=3", 8)).toBe(3);
  expect(parallelOf("noopt", 8)).toBe(8);
  expect(parallelOf(undefined, 8)).toBe(8);
});

test("a second build with another number of processors gets that number", () => {
  expect(buildOptions("parallel=4  noopt", { parallel: 3, profiles: [] })).toBe("parallel=3 noopt");
});
