import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesOfName, escapedName, printableName } from "./escaped-name.ts";

describe("escapedName", () => {
  test("UTF-8 text stays as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        fc.pre(text.isWellFormed());
        expect(escapedName(Buffer.from(text))).toBe(text);
      }),
    );
  });

  test("different bytes give different text, and bytes that are not UTF-8 give text that is not well-formed", () => {
    const bytes = fc.uint8Array({ maxLength: 12 }).map((array) => Buffer.from(array));
    fc.assert(
      fc.property(bytes, bytes, (one, other) => {
        expect(escapedName(one) === escapedName(other)).toBe(one.equals(other));
        expect(escapedName(one).isWellFormed()).toBe(Buffer.from(one.toString("utf8")).equals(one));
      }),
      { numRuns: 1000 },
    );
  });

  test("leads back to the same bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (array) => {
        expect(bytesOfName(escapedName(Buffer.from(array)))).toEqual(Buffer.from(array));
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ["a byte alone", "61ff62", "a\udcffb"],
    ["a sequence cut short", "c3", "\udcc3"],
    ["an overlong slash", "c0af", "\udcc0\udcaf"],
    ["a surrogate", "eda080", "\udced\udca0\udc80"],
    ["good text around bad", "c3a9ffc3a9", "é\udcffé"],
  ])("%s", (_, hex, text) => {
    expect(escapedName(Buffer.from(hex, "hex"))).toBe(text);
  });
});

test("what cannot be printed is shown by its bytes", () => {
  expect(printableName("é\udcff\u001b\n")).toBe("é\\xff\\x1b\\x0a");
});
