import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonErrorOffset } from "./json-error-offset.ts";

const isJson = (json: string): boolean => {
  try {
    JSON.parse(json);
    return true;
  } catch {
    return false;
  }
};

test("what JSON.parse takes has no error, and what it refuses has one", () => {
  const unit = fc.constantFrom(
    ...Array.from('{}[]:,"\\ \n\ttrue1-.e0nlx\u0000'),
    "null",
    '"a":',
    "false",
    "\\u0041",
    "12.5e-3",
  );
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string({ unit, maxLength: 20 })), (json) => {
      expect(jsonErrorOffset(json) === undefined).toBe(isJson(json));
    }),
    { numRuns: 5000 },
  );
});

test("what stands before the error could go on to JSON", () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), (json, cut) => {
      const at = cut % (json.length + 1);
      const broken = `${json.slice(0, at)}\u0000${json.slice(at)}`;
      const offset = jsonErrorOffset(broken) ?? -1;

      expect(offset).toBeGreaterThanOrEqual(0);
      expect(offset).toBeLessThanOrEqual(at);
    }),
  );
});

test.each([
  ["// x\n{}", 0],
  ['{"a": 1,}', 8],
  ['{"a" 1}', 5],
  ['{"a": 1} x', 9],
  ["[1 2]", 3],
  ["", 0],
  ['{"a": "x', 6],
  ["[1}", 2],
])("%j breaks at %i", (json, offset) => {
  expect(jsonErrorOffset(json)).toBe(offset);
});
