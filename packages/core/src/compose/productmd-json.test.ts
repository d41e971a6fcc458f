import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Json, productmdJson } from "./productmd-json.ts";

test("keys are sorted as text at every depth, including numeric ones", () => {
  expect(productmdJson({ b: [{ d: null, c: true }], "9": {}, "13": [] })).toBe(
    '{\n    "13": [],\n    "9": {},\n    "b": [\n        {\n            "c": true,\n            "d": null\n        }\n    ]\n}\n',
  );
});

test("non-ASCII characters are written as escapes", () => {
  expect(productmdJson("é\u007f😀\n")).toBe(String.raw`"\u00e9\u007f\ud83d\ude00\n"` + "\n");
});

test("any JSON value is read back as it was", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const value: Json = JSON.parse(text);
      expect(JSON.parse(productmdJson(value))).toEqual(value);
    }),
  );
});
