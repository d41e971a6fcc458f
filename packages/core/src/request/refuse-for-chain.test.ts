import { expect, test } from "vitest";
import { refuseForChain } from "./refuse-for-chain.ts";

const request = { sources: ["a.dsc", "b/"], verify: [] };

test("different source packages are a chain", () => {
  expect(() => refuseForChain(request)).not.toThrow();
});

test.each([
  ["a source package that is there twice", { sources: ["a.dsc", "b/", "a.dsc"] }, "a.dsc is given more"],
  ["packages to compare with", { verify: ["a.deb"] }, "--verify compares one source package"],
  ["a build root", { fromLock: "buildroot.lock.json" }, "--from-lock has the build root of one"],
  ["the packages of a build", { fromBuildinfo: "a.buildinfo" }, "--from-buildinfo has the packages of one"],
])("%s is refused before any work", (_what, change, message) => {
  expect(() => refuseForChain({ ...request, ...change })).toThrow(message);
});
