import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodePaxRecords, parsePaxRecords, paxKeyOfXattr, xattrOfPaxKey } from "./pax-records.ts";

describe("PAX records", () => {
  test("bytes of any kind survive, and the stated lengths are right", () => {
    const key = fc
      .string({ unit: "grapheme", minLength: 1 })
      .filter((text) => !text.includes("=") && text.isWellFormed());
    fc.assert(
      fc.property(fc.dictionary(key, fc.uint8Array({ maxLength: 1200 })), (values) => {
        const records = new Map(Object.entries(values).map(([name, value]) => [name, Buffer.from(value)]));

        expect(parsePaxRecords(encodePaxRecords(records))).toEqual(records);
      }),
    );
  });

  test("damaged bytes never throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(() => parsePaxRecords(Buffer.from(bytes))).not.toThrow();
      }),
    );
  });

  test.each(["5 a=b", "x a=b\n", "0 a=b\n", "8 a=bc\n", "4 ab\n", "6 a=b\n7", " a=b\n"])(
    "%j is not a record",
    (text) => {
      expect(parsePaxRecords(Buffer.from(text))).toBeUndefined();
    },
  );

  test("the name of an attribute survives, even with = and % in it", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("=", "%", "2", "5", "3", "D", "é") }), (name) => {
        expect(paxKeyOfXattr(name).indexOf("=")).toBe(-1);
        expect(xattrOfPaxKey(paxKeyOfXattr(name))).toBe(name);
      }),
    );
  });
});
