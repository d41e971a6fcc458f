import { expect, test } from "vitest";
import { parseChangelog } from "../source-package/changelog.ts";
import { binaryRebuildEntry } from "./binary-rebuild.ts";
import { entryOfBuildinfo, expectedRebuild, refuseOtherRebuild } from "./expected-rebuild.ts";

const entry = binaryRebuildEntry({ name: "jq", version: "1.7-1", distribution: "sid" }, "amd64", {
  number: 2,
  message: "Rebuild for libonig's new name.\nAnd for nothing else.",
  maintainer: "amd64 Build Daemon (x86) <buildd@example.org>",
  date: 1_700_000_000,
});
const rebuilt = { version: "1.7-1+b2", sourceVersion: "1.7-1", changelog: entry };

function refusalOf(rebuild: ReturnType<typeof expectedRebuild>, binaryOnly?: number) {
  const file = { name: "jq_1.7-1+b2_amd64.deb", ...(rebuild === undefined ? {} : { rebuild }) };
  try {
    refuseOtherRebuild([file], { binaryOnly, sourceOnly: false });
  } catch (error) {
    return error;
  }
  return undefined;
}

test("a build that is no rebuild is refused as the counterpart of one, with the options that make the same", () => {
  expect(refusalOf(expectedRebuild(rebuilt))).toMatchObject({
    code: "usage",
    message:
      "--verify: jq_1.7-1+b2_amd64.deb comes from binary rebuild 2 of its source package, and this build is none: its version alone makes it another",
    hint: "Make the same rebuild: --binary-only 2 --binary-only-reason 'Rebuild for libonig'\\''s new name.\nAnd for nothing else.' --binary-only-distribution sid --binary-only-date 2023-11-14T22:13:20Z --maintainer 'amd64 Build Daemon (x86) <buildd@example.org>'",
  });
});

test("so is another rebuild, and the same one is not", () => {
  expect(refusalOf(expectedRebuild(rebuilt), 1)).toMatchObject({
    message: expect.stringContaining("and this is rebuild 1"),
  });
  expect(refusalOf(expectedRebuild(rebuilt), 2)).toBeUndefined();
});

test("without its changelog the options are named, whatever stands there instead", () => {
  for (const changelog of [undefined, "not a changelog", entry.replace(", binary-only=yes", "")])
    expect(refusalOf(expectedRebuild({ ...rebuilt, changelog }))).toMatchObject({
      hint: expect.stringMatching(/^Make the same rebuild: --binary-only 2, with the --binary-only-reason/),
    });
});

test("a version that only looks like a rebuild is none", () => {
  expect(expectedRebuild({ ...rebuilt, sourceVersion: undefined })).toBeUndefined();
  expect(expectedRebuild({ ...rebuilt, version: "1.7+b2-1" })).toBeUndefined();
  expect(expectedRebuild({ ...rebuilt, version: "1.7-1+b0" })).toBeUndefined();
});

test("a .buildinfo has the whole entry", () => {
  const lines = entry.trimEnd().split("\n");
  const field = lines.map((line) => (line === "" ? "." : line.trim())).join("\n");

  expect(parseChangelog(entryOfBuildinfo(field), "x")).toEqual(parseChangelog(entry, "x"));
});
