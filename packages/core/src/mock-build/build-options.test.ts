import { expect, test } from "vitest";
import { buildOptions, parallelOf } from "./build-options.ts";

const four = { parallel: 4, profiles: [] };

test("a build is told how many processors it may use", () => {
  expect(buildOptions(undefined, four)).toBe("parallel=4");
});

test("the profile nocheck switches tests off, also where the configuration has options of its own", () => {
  expect(buildOptions("noopt", { parallel: 2, profiles: ["cross", "nocheck"] })).toBe(
    "parallel=2 noopt nocheck",
  );
  expect(buildOptions("nocheck", { parallel: 2, profiles: ["nocheck"] })).toBe("parallel=2 nocheck");
});

test("a number of processors that the configuration gives takes the place of the machine's", () => {
  expect(parallelOf("noopt parallel=3", 8)).toBe(3);
  expect(parallelOf("noopt", 8)).toBe(8);
  expect(parallelOf(undefined, 8)).toBe(8);
});

test("a second build with another number of processors is told of that one", () => {
  expect(buildOptions("parallel=4  noopt", { parallel: 3, profiles: [] })).toBe("parallel=3 noopt");
});
