import { describe, expect, test } from "vitest";
import { arrayOf, byteArray, text, tupleOf, uint32, uint64 } from "./gvariant.ts";

const hex = ({ bytes }: { readonly bytes: Buffer }) => bytes.toString("hex");

/** By the specification; the integration test of commits compares with what ostree writes. */
describe("a value is serialised as GLib does", () => {
  test.each([
    ["a text", text("hi"), "686900"],
    ["an empty array", arrayOf([]), ""],
    ["an array, with where its elements end", arrayOf([text("a"), text("bc")]), "61006263000205"],
    ["a tuple whose last member needs no end", tupleOf([text("a"), byteArray(Buffer.from("x"))]), "61007802"],
    ["a number at a multiple of four", tupleOf([text("a"), uint32(1), text("b")]), "6100000000000001620002"],
    [
      "a number at a multiple of eight",
      tupleOf([uint32(1), uint64(2), text("")]),
      "0000000100000000000000000000000200",
    ],
  ])("%s", (_, value, wanted) => {
    expect(hex(value)).toBe(wanted);
  });

  test("ends take two bytes where the whole is longer than one can tell", () => {
    const long = arrayOf([byteArray(Buffer.alloc(254)), byteArray(Buffer.alloc(0))]).bytes;

    expect(long.subarray(254).toString("hex")).toBe("fe00fe00");
    expect(arrayOf([byteArray(Buffer.alloc(253)), byteArray(Buffer.alloc(0))]).bytes).toHaveLength(255);
  });
});
