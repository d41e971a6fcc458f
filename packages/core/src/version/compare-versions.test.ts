import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareVersions, versionSatisfies } from "./compare-versions.ts";
import { debianVersion } from "./debian-version.fixture.ts";

describe("the order of Debian versions", () => {
  test.each([
    ["1.0", "1.1"],
    ["1.9", "1.10"],
    ["1.0~rc1", "1.0"],
    ["1.0~~", "1.0~~a"],
    ["1.0~~a", "1.0~"],
    ["1.0~", "1.0"],
    ["1.0", "1.0a"],
    ["1.0a", "1.0+b1"],
    ["1.0-1", "1.0-1+deb13u1"],
    ["1.0-1+deb13u1", "1.0-2"],
    ["2.0", "1:1.0"],
    ["1:1.0-1", "2:0.1-1"],
    ["1.2-3-4", "1.2-10-1"],
    ["6.12.9-1", "6.12.10-1"],
    ["1.0-1~bpo13+1", "1.0-1"],
    ["0.9999999999999999999998", "0.9999999999999999999999"],
  ])("%s is earlier than %s", (earlier, later) => {
    expect(compareVersions(earlier, later)).toBeLessThan(0);
    expect(compareVersions(later, earlier)).toBeGreaterThan(0);
  });

  test.each([
    ["1.0", "0:1.0"],
    ["1.0", "1.0-0"],
    ["1.0", "1.00"],
    ["1.0-01", "1.0-1"],
  ])("%s equals %s", (a, b) => {
    expect(compareVersions(a, b)).toBe(0);
  });

  test("is antisymmetric and transitive", () => {
    fc.assert(
      fc.property(debianVersion, debianVersion, debianVersion, (a, b, c) => {
        expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0);
        const [low = "", middle = "", high = ""] = [a, b, c].sort(compareVersions);
        expect(compareVersions(low, middle)).toBeLessThanOrEqual(0);
        expect(compareVersions(low, high)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

test("each relation operator accepts the versions that deb-control(5) says", () => {
  const accepted = (operator: Parameters<typeof versionSatisfies>[1]) =>
    ["1.0", "1.5", "2.0"].filter((version) => versionSatisfies(version, operator, "1.5"));

  expect(accepted("<<")).toEqual(["1.0"]);
  expect(accepted("<=")).toEqual(["1.0", "1.5"]);
  expect(accepted("<")).toEqual(["1.0", "1.5"]);
  expect(accepted("=")).toEqual(["1.5"]);
  expect(accepted(">=")).toEqual(["1.5", "2.0"]);
  expect(accepted(">")).toEqual(["1.5", "2.0"]);
  expect(accepted(">>")).toEqual(["2.0"]);
});
