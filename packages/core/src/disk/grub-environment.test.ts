import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { grubEnvironment } from "./grub-environment.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text).length;

describe("a GRUB environment block", () => {
  test("is only the signature and padding when empty", () => {
    expect(grubEnvironment({})).toBe(`# GRUB Environment Block\n${"#".repeat(999)}`);
  });

  test("has a line for each value", () => {
    expect(grubEnvironment({ tries: "2", entries: "+0.1" })).toMatch(
      /^# GRUB Environment Block\ntries=2\nentries=\+0\.1\n#+$/,
    );
  });

  test("escapes backslashes and newlines in values", () => {
    expect(grubEnvironment({ a: "x\\y\nb=1" })).toContain("\na=x\\\\y\\\nb=1\n#");
  });

  test("always has 1024 bytes, because GRUB overwrites it in place", () => {
    const name = fc.stringMatching(/^[a-z_]{1,9}$/);
    fc.assert(
      fc.property(
        fc.dictionary(name, fc.string({ maxLength: 15, unit: "grapheme" }), { maxKeys: 6 }),
        (values) => {
          expect(bytesOf(grubEnvironment(values))).toBe(1024);
        },
      ),
    );
  });

  test("is refused when the values do not fit", () => {
    expect(() => grubEnvironment({ a: "ä".repeat(500) })).toThrow(/1028 bytes; it has room for 1024/);
  });
});
