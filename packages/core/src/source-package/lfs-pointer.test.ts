import { expect, test } from "vitest";
import { isLfsPointer } from "./lfs-pointer.ts";

const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"0a".repeat(32)}\nsize 12\n`;

test("a pointer of Git LFS is recognised by its whole form", () => {
  expect(isLfsPointer(pointer)).toBe(true);
  expect(isLfsPointer(pointer.replace("oid", `ext-0-foo sha256:${"1".repeat(64)}\noid`))).toBe(true);
});

test.each([
  "",
  "version https://git-lfs.github.com/spec/v1\n",
  `A pointer looks like this:\n${pointer}`,
  `${pointer}and more\n`,
])("%j is not a pointer", (text) => {
  expect(isLfsPointer(text)).toBe(false);
});
