import type { BuildLogError } from "@debootc/core/mock-build/records/build-log-error";
import { buildResult, type BuildResult } from "@debootc/core/mock-build/records/build-result";
import { digestOfBytes } from "@debootc/core/record/digest";
import { expect, test } from "vitest";
import { glyphsFor } from "../../screen/glyphs.ts";
import type { Canvas } from "../../screen/screen.ts";
import { createStyle } from "../../screen/style.ts";
import { displayWidth } from "../text/display-width.ts";
import { mockBuildSummary } from "./mock-build-summary.ts";

const canvas: Canvas = {
  columns: 80,
  directory: "/home/me",
  style: createStyle(false),
  glyphs: glyphsFor(true),
};
const access = { isRoot: true };
const directory = "/home/me/out/packages/sl_5.02-1_amd64";
const deb = { name: "sl_5.02-1_amd64.deb", kind: "deb", size: 12_440, sha256: digestOfBytes("") } as const;
const built: BuildResult = {
  status: "successful",
  producer: "0.1.0",
  asked: "sl_5.02-1.dsc",
  startedAt: "2026-11-23T05:00:00.000Z",
  finishedAt: "2026-11-23T05:00:05.000Z",
  source: {
    name: "sl",
    version: "5.02-1",
    format: "3.0 (quilt)",
    dscName: "sl_5.02-1.dsc",
    dsc: digestOfBytes("dsc"),
    files: [],
  },
  chroot: {
    name: "trixie-amd64",
    suite: "trixie",
    architecture: "amd64",
    hostArchitecture: "amd64",
    profiles: [],
    configuration: digestOfBytes(""),
  },
  artefacts: [
    { name: "sl_5.02-1_amd64.changes", kind: "changes", size: 1653, sha256: digestOfBytes("") },
    deb,
  ],
  stages: [{ stage: "build", outcome: "finished", startSeconds: 0, seconds: 5 }],
  resources: { wallSeconds: 5 },
  keys: {},
  checks: [],
  proofs: [],
  warnings: [],
  files: { buildLog: "build.log", stateLog: "state.log" },
};
const firstError: BuildLogError = {
  kind: "missing-header",
  text: "ncurses.h: No such file or directory",
  logLine: 41,
  file: "src/sl.c",
  line: 3,
  column: 10,
  context: [
    { logLine: 40, text: "gcc -c sl.c" },
    { logLine: 41, text: "sl.c:3:10: fatal error: ncurses.h: No such file or directory" },
  ],
  hint: "Add to Build-Depends, most likely: libncurses-dev.",
};
const told: NonNullable<BuildResult["failure"]> = {
  stage: "build",
  error: {
    code: "build-failed",
    class: "package",
    message: "sl does not build",
    hint: "Look.",
    diagnostics: [],
  },
  exitStatus: 10,
};
const failed: BuildResult = {
  ...built,
  status: "failed",
  artefacts: [],
  failure: { ...told, firstError },
};

test("a build shows its packages first, each with its size, and where they are", () => {
  const text = mockBuildSummary({ directory, access, result: built }, canvas);

  expect(text).toContain("sl 5.02-1 is built for trixie, amd64 in 5.0 s");
  expect(text.indexOf("sl_5.02-1_amd64.deb ")).toBeLessThan(text.indexOf("sl_5.02-1_amd64.changes "));
  expect(text).toMatch(/sl_5.02-1_amd64.deb +12.4 kB/);
  expect(text).toContain("dpkg-deb --contents out/packages/sl_5.02-1_amd64/sl_5.02-1_amd64.deb");
});

test("a failure shows what failed and where: stage, class, place, the lines of the log, and what to do", () => {
  const text = mockBuildSummary({ directory, access, result: failed }, canvas);

  for (const part of [
    "sl 5.02-1 is not built for trixie, amd64: failed to build (package, build-failed)",
    "src/sl.c:3:10",
    "41 > sl.c:3:10: fatal error",
    "hint: Add to Build-Depends, most likely: libncurses-dev.",
    "less +41 out/packages/sl_5.02-1_amd64/build.log",
  ]) {
    expect(text).toContain(part);
  }
});

test("a failure without a log shows what debootc itself says", () => {
  const text = mockBuildSummary(
    { directory, access, result: { ...failed, failure: told, files: {} } },
    canvas,
  );

  expect(text).toContain("sl does not build");
  expect(text).toContain("hint: Look.");
});

test("a package that does not build names the option that keeps its root, once", () => {
  const text = mockBuildSummary({ directory, access, result: failed }, canvas);

  expect(text.match(/--keep-failed/g)).toHaveLength(1);
});

test("a failure that leaves no root names no option for it", () => {
  const error = { ...told.error, code: "timed-out" as const };
  const result: BuildResult = { ...failed, failure: { ...told, error } };

  expect(mockBuildSummary({ directory, access, result }, canvas)).not.toContain("--keep-failed");
});

test("where none can be kept the option is not named", () => {
  const isolation = { privilege: "user-namespace" } as NonNullable<BuildResult["isolation"]>;

  expect(mockBuildSummary({ directory, access, result: { ...failed, isolation } }, canvas)).not.toContain(
    "--keep-failed",
  );
});

test("a root that was kept is shown with the command that enters it", () => {
  const result: BuildResult = { ...failed, keptChroot: "failed-sl-amd64" };
  const text = mockBuildSummary({ directory, access, result }, canvas);

  expect(text).toContain("debootc chroot shell failed-sl-amd64 --user builder\n");
  expect(text).not.toContain("--keep-failed");
});

test("a user who is not root enters it by sudo, with the cache that it is in", () => {
  const result: BuildResult = { ...failed, keptChroot: "failed-sl-amd64" };
  const own = { isRoot: false, cacheDir: "/home/me/my cache" };

  expect(mockBuildSummary({ directory, access: own, result }, canvas)).toMatch(
    /sudo \S*debootc chroot shell failed-sl-amd64 --user builder --cache-dir '\/home\/me\/my cache'\n/,
  );
});

test("what a log says cannot move the cursor", () => {
  const evil = { ...firstError, text: "\u001b[2Jgone", context: [{ logLine: 1, text: "\u001b[2J" }] };
  const result: BuildResult = { ...failed, failure: { ...told, firstError: evil } };

  expect(mockBuildSummary({ directory, access, result }, canvas)).not.toContain("\u001b");
});

test.each([40, 60, 80, 200])("nothing but names, paths and commands is wider than %s columns", (columns) => {
  const rows = mockBuildSummary({ directory, access, result: failed }, { ...canvas, columns }).split("\n");
  const wide = rows.filter((row) => displayWidth(row) > columns && !/out\/packages|is not built/.test(row));

  expect(wide).toEqual([]);
});

test("a result is read as it was written", () => {
  expect(buildResult.parse(buildResult.serialize(failed), "result.json")).toEqual(failed);
});
