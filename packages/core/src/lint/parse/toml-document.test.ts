import { describe, expect, test } from "vitest";
import * as z from "zod";
import { readToml } from "./toml-document.ts";

const schema = z.strictObject({
  list: z.array(z.string()),
  table: z.strictObject({ kind: z.enum(["a", "b"]).optional() }).optional(),
});
const read = (text: string | Buffer) => readToml(Buffer.from(text), schema);

describe("readToml", () => {
  test("a document that matches is read", () => {
    expect(read('list = ["x"]\n[table]\nkind = "a"\n')).toEqual({
      value: { list: ["x"], table: { kind: "a" } },
    });
  });

  test.each([
    ["list = [\n", /^line \d+, column \d+: /],
    ["list = []\nlist = []\n", /^line 2, column \d+: /],
    ["", /^the key list is missing$/],
    ["list = [1]\n", /^list\[0\]: /],
    ["list = []\nother = 1\n", /^has the unknown key other$/],
    ["list = []\n[table]\na = 1\nb = 2\n", /^has the unknown keys table\.a, table\.b$/],
    ['list = []\ntable.kind = "c"\n', /^table\.kind: /],
    [Buffer.from("list = []  # \xff", "latin1"), /^is not UTF-8$/],
  ])("%j", (text, fault) => {
    expect(read(text)).toEqual({ faults: [expect.stringMatching(fault)] });
  });
});
