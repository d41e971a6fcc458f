import { expect, test } from "vitest";
import { parseChanges } from "./changes.ts";

const text = `Format: 1.8
Date: Sun, 12 Apr 2026 20:29:50 +0000
Source: sl
Binary: sl sl-dbgsym
Architecture: source amd64
Version: 5.02-1
Distribution: trixie
Description:
 sl         - Correct you if you type \`sl' by mistake
Checksums-Sha256:
 ${"c".repeat(64)} 1234 sl_5.02-1.dsc
 ${"d".repeat(64)} 26104 sl_5.02-1_amd64.deb
Files:
 0cc175b9c0f1b6a831c399e269772661 1234 games optional sl_5.02-1.dsc
`;

test("a .changes names what was built, for which distribution, and each file with its hash", () => {
  expect(parseChanges(text, "sl.changes")).toEqual({
    source: "sl",
    version: "5.02-1",
    distribution: "trixie",
    architectures: ["source", "amd64"],
    binaries: ["sl", "sl-dbgsym"],
    files: [
      { name: "sl_5.02-1.dsc", size: 1234, sha256: `sha256:${"c".repeat(64)}` },
      { name: "sl_5.02-1_amd64.deb", size: 26104, sha256: `sha256:${"d".repeat(64)}` },
    ],
  });
});

test("a source-only upload has no binaries", () => {
  expect(parseChanges(text.replace(/^Binary:.*\n/m, ""), "sl.changes").binaries).toEqual([]);
});

test("an invalid hash is refused with its line", () => {
  expect(() => parseChanges(text.replace("d".repeat(64), "d".repeat(63)), "sl.changes")).toThrow(
    "sl.changes: cannot read a line of Checksums-Sha256",
  );
});
