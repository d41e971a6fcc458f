import * as z from "zod";
import { expect, test } from "vitest";
import { DebootcError } from "../error/debootc-error.ts";
import { defineRecord } from "./record.ts";

const record = defineRecord("example", 2, { size: z.number() });

test("a record is read as it was written", () => {
  expect(record.parse(record.serialize({ size: 3 }), "here")).toEqual({ size: 3 });
});

test.each([
  ["cut off", '{"schema":"debootc/example","si', "here: not JSON: ", "fetch it again"],
  ["empty", "", "here: not JSON: ", "fetch it again"],
  ["not JSON and no text", "\u001b[31m", "here: not JSON: Unexpected token '\\u001b'", "fetch it again"],
  [
    "wrong",
    '{"schema":"debootc/example","version":2}',
    "here: not a valid debootc/example: ",
    "fetch it again",
  ],
  ["another", '{"schema":"debootc/other","version":2}', "here: not a debootc/example record", "must begin"],
  [
    "newer",
    '{"schema":"debootc/example","version":3}',
    "here: debootc/example version 3 is newer",
    "newer one",
  ],
])("a record that is %s is refused by its name, with what to do", (_, text, message, hint) => {
  expect(() => record.parse(text, "here")).toThrow(DebootcError);
  expect(() => record.parse(text, "here")).toThrow(
    expect.objectContaining({
      code: "record-invalid",
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    }),
  );
});
