import type { Report } from "@debootc/core/event/event";
import { treeBytes } from "@debootc/tools/files/disk-use";
import { mountMemory, mountOverlay, unmount } from "@debootc/tools/sandbox/overlay";
import {
  mkdir,
  mkdtempDisposable,
  readdir,
  readFile,
  rm,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { keepTop } from "./keep-top.ts";

// Overlays are mounted for real.
const isRoot = process.getuid?.() === 0;
const mebibyte = 1024 * 1024;

/** A build that has ended, whose top lies in memory, and an empty place of its own size for it. */
async function endedBuild(directory: string, placeBytes: number) {
  await using mounts = new AsyncDisposableStack();
  const [lower, memory, place, target] = ["lower", "memory", "place", "root"].map((name) =>
    join(directory, name),
  ) as [string, string, string, string];
  for (const one of [lower, memory, place, target]) await mkdir(one);
  for (const [path, bytes] of [
    [memory, 64 * mebibyte],
    [place, placeBytes],
  ] as const) {
    await mountMemory(path, bytes);
    mounts.defer(() => unmount(path));
  }
  const upper = join(memory, "upper");
  for (const one of [upper, join(memory, "work"), join(lower, "replaced")]) await mkdir(one);
  await writeFile(join(lower, "removed"), "x");
  await writeFile(join(lower, "replaced/old"), "x");
  await mountOverlay({ lower: [lower], upper, work: join(memory, "work"), target });
  try {
    await rm(join(target, "removed"));
    await rm(join(target, "replaced"), { recursive: true });
    await mkdir(join(target, "replaced"));
    await writeFile(join(target, "replaced/new"), "x".repeat(2 * mebibyte));
    await writeFile(join(target, "holes"), "");
    await truncate(join(target, "holes"), 2 ** 40);
    await symlink("/etc/shadow", join(target, "trap"));
  } finally {
    await unmount(target);
  }
  const reports: Report[] = [];
  const context = {
    report: (said: Report) => void reports.push(said),
    log: () => {},
    signal: new AbortController().signal,
  };
  const held = mounts.move();
  return {
    lower,
    upper,
    place,
    target,
    reports,
    context,
    [Symbol.asyncDispose]: () => held[Symbol.asyncDispose](),
  };
}

test.skipIf(!isRoot)("what a build wrote and removed is kept when the memory it lay in goes", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-keep-"));
  await using build = await endedBuild(directory.path, 64 * mebibyte);
  const { lower, upper, place, target, reports, context } = build;

  await keepTop(upper, place, context);

  expect(reports).toEqual([]);
  expect(await readdir(place)).toEqual(["upper"]);
  expect(await treeBytes(place)).toBeLessThan(4 * mebibyte);
  const next = { upper: join(place, "next"), work: join(place, "work") };
  for (const one of Object.values(next)) await mkdir(one);
  await mountOverlay({ lower: [join(place, "upper"), lower], ...next, target });
  try {
    expect((await readdir(target)).toSorted()).toEqual(["holes", "replaced", "trap"]);
    expect(await readdir(join(target, "replaced"))).toEqual(["new"]);
    expect(await readFile(join(target, "replaced/new"), "utf8")).toHaveLength(2 * mebibyte);
  } finally {
    await unmount(target);
  }
});

test.skipIf(!isRoot)("a disk that is too full for it is told of, and nothing half is left", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "debootc-keep-"));
  await using build = await endedBuild(directory.path, mebibyte);

  await keepTop(build.upper, build.place, build.context);

  expect(await readdir(build.place)).toEqual([]);
  expect(build.reports).toEqual([
    {
      type: "diagnostic",
      diagnostic: expect.objectContaining({
        severity: "warning",
        code: "results-unwritable",
        message: expect.stringContaining("the root of the failed build is not kept"),
      }),
    },
  ]);
});
