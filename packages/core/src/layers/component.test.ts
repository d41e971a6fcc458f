import { describe, expect, test } from "vitest";
import { changesOften } from "./component.ts";
import { component } from "./component.fixture.ts";

describe("a component changes often", () => {
  test.each([
    ["when it is generated", component("generated/dpkg", 0, { versions: [] })],
    ["when it was fixed in a stable release", component("a", 0, { versions: ["1", "3.5.1-1+deb13u1"] })],
    ["when it was fixed in an older release", component("a", 0, { versions: ["1:1.2~deb12u3"] })],
    ["when it is uploaded every week", component("a", 0, { updateInterval: 7 })],
  ])("%s", (_, given) => {
    expect(changesOften(given)).toBe(true);
  });
});

describe("a component does not change often", () => {
  test.each([
    ["when nothing is known", component("a", 0, { versions: [] })],
    ["when its version was never fixed", component("a", 0, { versions: ["1.2-3", "1.2-3+b1", "1+debian"] })],
    ["when it is uploaded less often", component("a", 0, { updateInterval: 8 })],
  ])("%s", (_, given) => {
    expect(changesOften(given)).toBe(false);
  });
});
