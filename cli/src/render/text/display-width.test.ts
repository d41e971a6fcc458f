import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { displayWidth, pad, padLeft, truncate } from "./display-width.ts";

describe("displayWidth", () => {
  test.each([
    ["", 0],
    ["debian", 6],
    ["网络", 4],
    ["e\u0301", 1],
    ["━━", 2],
  ])("%j takes %i columns", (text, columns) => {
    expect(displayWidth(text)).toBe(columns);
  });
});

describe("truncate", () => {
  test("a text that fits stays as it is", () => {
    expect(truncate("libc6", 5, "…")).toBe("libc6");
  });

  test("a text that is cut says so", () => {
    expect(truncate("configuring libc6", 12, "…")).toBe("configuring…");
    expect(truncate("网络管理器", 6, "…")).toBe("网络…");
  });

  test("nothing is ever wider than asked for", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 0, max: 40 }), (text, columns) => {
        expect(displayWidth(truncate(text, columns, "..."))).toBeLessThanOrEqual(columns);
      }),
    );
  });
});

test("padding fills to the width and never cuts", () => {
  expect([pad("网", 4), pad("debian", 4), padLeft("1 s", 5)]).toEqual(["网  ", "debian", "  1 s"]);
});
