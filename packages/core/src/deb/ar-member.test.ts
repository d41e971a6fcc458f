import { expect, test } from "vitest";
import { arMemberStride, parseArHeader } from "./ar-member.ts";

const header = (text: string) => Buffer.from(text, "latin1");
const debianBinary = "debian-binary   1700000000  0     0     100644  4         `\n";

test("a header of a .deb is read, with or without the slash that some versions of ar write", () => {
  const member = { name: "debian-binary", mtime: 1_700_000_000, uid: 0, gid: 0, mode: 0o100644, size: 4 };

  expect(parseArHeader(header(debianBinary), "x.deb")).toEqual(member);
  expect(parseArHeader(header(debianBinary.replace("binary ", "binary/")), "x.deb")).toEqual(member);
});

test("contents of odd length are followed by a byte of padding", () => {
  expect(arMemberStride(parseArHeader(header(debianBinary.replace("  4 ", "  5 ")), "x"))).toBe(66);
});

test.each([
  ["no header", "hello"],
  ["no end mark", debianBinary.replace("`\n", "``")],
  ["a size that is not a number", debianBinary.replace("  4 ", "  x ")],
])("what is damaged is refused: %s", (_what, text) => {
  expect(() => parseArHeader(header(text), "x.deb")).toThrow("x.deb: not an ar archive");
});
