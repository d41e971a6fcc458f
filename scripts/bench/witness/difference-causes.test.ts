import type { PackageDifference } from "@debootc/core/mock-build/records/comparison";
import { expect, test } from "vitest";
import { type BothBuilds, differenceCauses } from "./difference-causes.ts";
import { elfFile } from "./elf-file.fixture.ts";

const program: PackageDifference = { place: "data.tar: ./usr/bin/x", what: "content" };

function causes(
  difference: PackageDifference,
  expected = "",
  built = "",
  builds: BothBuilds = { ownWords: ["debootc", "2026-11-30"] },
) {
  const read = () => ({ expected: Buffer.from(expected), built: Buffer.from(built) });
  return differenceCauses([difference], read, builds).map(({ cause, evidence }) => [cause, evidence]);
}

test("a version of the toolchain in the bytes is the cause", () => {
  expect(causes(program, "GCC: (Debian 14.2.0-8)", "GCC: (Debian 14.2.0-19)")).toEqual([
    ["toolchain", "gcc 14.2.0-8 → 14.2.0-19"],
  ]);
});

test("sections that binutils lays out in another way are the toolchain's", () => {
  const [expected, built] = [elfFile([".interp", ".text"]), elfFile([".text", ".interp"])];
  const [cause] = differenceCauses([program], () => ({ expected, built }), { ownWords: [] });

  expect(cause).toMatchObject({
    cause: "toolchain",
    evidence: expect.stringContaining("binutils") as string,
  });
});

test("a word of this build in the bytes is the environment's, even if the toolchain moved", () => {
  expect(causes(program, "GCC: (Debian 1) by a", "GCC: (Debian 2) by debootc")).toEqual([
    ["environment", 'has "debootc" of this build'],
  ]);
  expect(causes(program, "debootc a", "debootc b")).toEqual([["unknown", "another content"]]);
});

test.each(["mode", "owner", "time", "order"] as const)("another %s is the environment's", (what) => {
  expect(causes({ ...program, what })).toEqual([["environment", `another ${what}`]]);
});

test("without a mark in the bytes, the .buildinfo of both builds decides", () => {
  const builds = (moved: readonly string[]) => ({ ownWords: [], moved });

  expect(causes(program, "a", "b", { ownWords: [] })).toEqual([["unknown", "another content"]]);
  expect(causes(program, "a", "b", builds(["binutils 2.43 → 2.44"]))).toEqual([
    ["toolchain", "by .buildinfo: binutils 2.43 → 2.44"],
  ]);
  expect(causes(program, "a", "b", builds([]))).toEqual([
    ["environment", "the build roots have the same packages"],
  ]);
});

test("relations that differ by their versions alone follow the libraries", () => {
  const depends = (expected: string, built: string) =>
    causes({ place: "control: depends", what: "content", expected, built });

  expect(depends("libc6 (>= 2.38), libx1", "libc6 (>= 2.41), libx1")).toEqual([
    ["toolchain", "libc6 (>= 2.38) → libc6 (>= 2.41)"],
  ]);
  expect(depends("libc6, libx1", "libc6")).toEqual([["unknown", "another content"]]);
});

test("a changelog that only ends earlier was trimmed by another debhelper", () => {
  const place = "data.tar: ./usr/share/doc/x/changelog.Debian.gz";
  const log = (expected: string, built: string) =>
    causes({ place, what: "content" }, expected, built).map(([cause]) => cause);

  expect(log("x (2)\n\nx (1)\n", "x (2)\n\n# Older entries have been removed\n")).toEqual(["toolchain"]);
  expect(log("x (2)\n", "y (2)\n")).toEqual(["unknown"]);
  expect(causes({ place: "data.tar: ./usr/share/doc/x/README.gz", what: "content" }, "ab", "a")).toEqual([
    ["unknown", "another content"],
  ]);
});

test("what follows from other differences has no cause of its own", () => {
  for (const place of ["control: installed-size", "control.tar: ./md5sums"])
    expect(causes({ place, what: "content" })).toEqual([]);
});
