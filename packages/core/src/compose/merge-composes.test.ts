import { describe, expect, test } from "vitest";
import type { ComposeRecord } from "./compose-record.ts";
import type { ComposedLeg } from "./composed-leg.ts";
import { type ComposePart, mergeComposes } from "./merge-composes.ts";

const expected = [
  { variant: "minimal", architecture: "amd64", required: true },
  { variant: "server", architecture: "amd64", required: true },
  { variant: "edge", architecture: "arm64", required: false },
];

function legOf(name: string): ComposedLeg {
  const [variant = "", architecture = ""] = name.split("/");
  return { variant, architecture, title: variant } as ComposedLeg;
}

function part(place: string, legs: readonly string[], changed: Partial<ComposeRecord> = {}): ComposePart {
  const record = {
    composeId: "release-13-20261130.0",
    directory: `/legs/${place}`,
    release: { short: "release", name: "A release", version: "13" },
    expected,
    legs: legs.map(legOf),
    ...changed,
  };
  return { place, record };
}

const refusal = (...parts: ComposePart[]) => {
  try {
    mergeComposes(parts);
  } catch (error) {
    return (error as Error).message.replace("the legs cannot be assembled: ", "");
  }
  return undefined;
};

describe("legs that were composed apart", () => {
  test("are merged in the order of the compose file, however they are given", () => {
    const parts = [part("c", ["edge/arm64"]), part("a", ["server/amd64"]), part("b", ["minimal/amd64"])];
    const names = (given: readonly ComposePart[]) => mergeComposes(given).legs.map(({ leg }) => leg.variant);

    expect(names(parts)).toEqual(["minimal", "server", "edge"]);
    expect(names(parts.toReversed())).toEqual(names(parts));
    expect(mergeComposes(parts)).toMatchObject({ missing: [], failed: [] });
  });

  test("are incomplete without one that may fail, and refused without one that may not", () => {
    const [minimal, server] = [
      part("a", ["minimal/amd64"]),
      part("b", ["server/amd64"], { failed: ["report"] }),
    ];

    expect(mergeComposes([minimal, server])).toMatchObject({
      missing: [{ variant: "edge", architecture: "arm64" }],
      failed: ["report"],
    });
    expect(refusal(server)).toBe("missing: minimal/amd64");
  });

  test("are incomplete without required ones that nobody wanted", () => {
    const server = part("b", ["server/amd64"]);

    expect(mergeComposes([server], { variants: ["server"] }).missing).toEqual([
      { variant: "minimal", architecture: "amd64" },
      { variant: "edge", architecture: "arm64" },
    ]);
    expect(() => mergeComposes([server], { variants: ["minimal"] })).toThrow("missing: minimal/amd64");
    expect(() => mergeComposes([server], { variants: ["sever"] })).toThrow('there is no variant "sever"');
  });

  test("are refused by name when one is doubled, foreign, unknown or older, all at once", () => {
    const whole = part("a", ["minimal/amd64", "server/amd64"]);
    const other = { short: "release", name: "Another", version: "13" };
    const { release: _release, ...older } = part("old", []).record;

    expect(refusal(whole, part("b", ["server/amd64"]))).toBe("server/amd64 is in several: a, b");
    expect(refusal(whole, part("b", ["edge/arm64"], { composeId: "release-13-20261130.1" }))).toBe(
      "b is of the compose release-13-20261130.1, a of release-13-20261130.0",
    );
    expect(refusal(whole, part("b", ["edge/arm64"], { release: other }))).toBe(
      "b and a are of different compose files",
    );
    expect(refusal(whole, part("b", ["edge/arm64"], { expected: expected.slice(1) }))).toBe(
      "b and a are of different compose files",
    );
    expect(refusal(whole, part("b", ["desktop/amd64"]))).toBe(
      "desktop/amd64 is not a leg of the compose file",
    );
    expect(refusal(whole, { place: "old", record: older })).toContain("old is of an older debootc");
    expect(refusal(part("a", ["minimal/amd64"]), part("b", ["minimal/amd64"]))).toBe(
      "minimal/amd64 is in several: a, b; missing: server/amd64",
    );
    expect(refusal()).toBe("no legs were given");
  });
});
