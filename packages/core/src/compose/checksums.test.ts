import { expect, test } from "vitest";
import { digestOfBytes } from "../record/digest.ts";
import { checksumsText } from "./checksums.ts";

const hex = (text: string) => digestOfBytes(text).replace("sha256:", "");

test("checksums are sorted by path, whatever the order in which files were found", () => {
  const digests = new Map(["b", "a/b", "A", "a-b"].map((path) => [path, digestOfBytes(path)]));

  expect(checksumsText(digests)).toBe(
    ["A", "a-b", "a/b", "b"].map((path) => `${hex(path)}  ${path}\n`).join(""),
  );
});

test("a path with a line break or a backslash is escaped as GNU's sha256sum does", () => {
  expect(checksumsText(new Map([["a\nb\\c\rd", digestOfBytes("x")]]))).toBe(
    `\\${hex("x")}  a\\nb\\\\c\\rd\n`,
  );
});
