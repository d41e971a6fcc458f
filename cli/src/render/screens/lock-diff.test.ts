import { type LockDiff, lockDiff } from "@debootc/core/lock/lock-diff";
import { describe, expect, test } from "vitest";
import { recordedScreen } from "../../screen/screen.fixture.ts";
import { canvasOf } from "../../screen/screen.ts";
import { twoArchitectures } from "./lock-diff.fixture.ts";
import { lockDiffMarkdown } from "./lock-diff-markdown.ts";
import { lockDiffSummary } from "./lock-diff-summary.ts";

const text = (diff: LockDiff) => lockDiffSummary(diff, canvasOf(recordedScreen({ columns: 80 })));

test("the example is a valid record", () => {
  expect(lockDiff.parse(lockDiff.serialize(twoArchitectures), "here")).toEqual(twoArchitectures);
});

describe("as text", () => {
  test("says architecture by architecture what differs, and which packages by source", () => {
    expect(text(twoArchitectures).split("\n")).toEqual([
      "",
      "  old.lock.json -> minimal.lock.json",
      "",
      "  amd64",
      "    packages     181  1 added, 1 removed, 2 upgraded, 1 downgraded",
      "    download     210.0 MB -> 210.4 MB  3.9 MB new",
      "    indexes      trixie-security: 2026-11-21 07:55 -> 2026-11-28 09:10",
      "    also differ  what the treefile asks for",
      "",
      "  Packages, by source",
      "    + hello     +53.0 kB  2.10-5",
      "    - nano     -700.0 kB  8.4-1",
      "    ~ openssl    +1.5 kB  3.5.1-1 -> 3.5.1-1+deb13u1",
      "        libssl3t64 openssl",
      "    ~ zstd           0 B  1.5.8-1 -> 1.5.7-1, downgraded",
      "",
      "  arm64",
      "    packages     179  unchanged",
      "    download     200.0 MB  nothing new",
      "",
      "",
    ]);
  });

  test("equal locks are one line", () => {
    expect(text({ ...twoArchitectures, identical: true })).toMatch(/^\S+ identical: .* lock the same\n$/);
  });
});

describe("as Markdown", () => {
  test("has tables for each architecture", () => {
    const shown = lockDiffMarkdown(twoArchitectures, "/home/me");

    expect(shown).toContain("### `old.lock.json` → `minimal.lock.json`\n\n#### `amd64`\n\n|");
    expect(shown).toContain("| packages | 181 | 181 | 1 added, 1 removed, 2 upgraded, 1 downgraded |");
    expect(shown).toContain(
      "| `openssl` | upgraded | `3.5.1-1` | `3.5.1-1+deb13u1` | +1.5 kB | `libssl3t64` `openssl` |",
    );
    expect(shown).toContain("Index of `trixie-security: 2026-11-21 07:55 -> 2026-11-28 09:10`");
    expect(shown).toContain("#### `arm64`\n\n|  | old | new |  |");
  });

  test("no text from a lock is markup", () => {
    const evil = "`</details><img src=x onerror=alert(1)>\n\n# @everyone | x";
    const hostile = JSON.stringify(twoArchitectures).replaceAll(
      /"(openssl|3\.5\.1-1|trixie-security|amd64|\/home\/me\/old\.lock\.json)"/g,
      () => JSON.stringify(evil),
    );

    const shown = lockDiffMarkdown(JSON.parse(hostile) as LockDiff, "/home/me");

    expect(shown).toContain("onerror");
    expect(shown.replaceAll(/`[^`\n]*`/g, "")).not.toMatch(/onerror|@everyone/);
  });
});
