import { expect, test } from "vitest";
import { fullDiskLine } from "./full-disk.ts";

test.each([
  "  Write error - write (28: No space left on device)",
  "dpkg: error processing archive x.deb (--unpack): write error: Disk quota exceeded",
  "E: You don't have enough free space in /work/root/var/cache/apt/archives/.",
])("a full disk is known by what programs say: %s", (line) => {
  expect(fullDiskLine(`Get:1 http://a.example.org/debian trixie\n${line}\nIgn:2`)).toBe(line.trim());
});

test("no other message is taken for a full disk", () => {
  expect(fullDiskLine("Err:1 http://a.example.org/debian trixie\n  404  Not Found")).toBeUndefined();
});
