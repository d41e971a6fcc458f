import type { Mount } from "@debootc/tools/files/mount-table";
import { expect, test } from "vitest";
import { judgeLoopDevices, judgeMounts } from "./device-leftovers.ts";
import { isWithin, mentions } from "./scratch-path.ts";

const dead = ["/out/a/work", "/cache/steps/staging/1"];
const mount = (target: string): Mount => ({ target, type: "overlay", source: "overlay", options: ["rw"] });

test("mounts of dead runs are undone, the deepest first", () => {
  const mounts = ["/", "/out/a/work/root", "/out/a/work/root/proc", "/cache/steps/staging/1"].map(mount);
  expect(judgeMounts(mounts, dead).map(({ repair }) => repair)).toEqual([
    { do: "unmount", target: "/cache/steps/staging/1" },
    { do: "unmount", target: "/out/a/work/root/proc" },
    { do: "unmount", target: "/out/a/work/root" },
  ]);
});

test("mounts of living runs and of people are left alone", () => {
  const mounts = ["/out", "/out/a", "/out/a/compose/tiny", "/out/a/work2", "/out/b/work/root", "/cache"].map(
    mount,
  );
  expect(judgeMounts(mounts, dead)).toEqual([]);
});

test("loop devices of files of dead runs are detached, those of results are not", () => {
  const devices = [
    { device: "/dev/loop0", backingFile: "/out/a/work/disk.raw" },
    { device: "/dev/loop1", backingFile: "/out/a/compose/tiny/amd64/images/disk.raw" },
  ];
  expect(judgeLoopDevices(devices, dead).map(({ repair }) => repair)).toEqual([
    { do: "detach-loop", device: "/dev/loop0" },
  ]);
});

test("a neighbour whose name begins the same is not within", () => {
  expect([isWithin("/a/b", "/a/b"), isWithin("/a/b/c", "/a/b"), isWithin("/a/bc", "/a/b")]).toEqual([
    true,
    true,
    false,
  ]);
});

test.each([
  ["/a/b", true],
  ["file=/a/b/disk,format=raw", true],
  ["--target=/a/b", true],
  ["lowerdir=/x:/a/b:/y", true],
  ["/a/bc", false],
  ["/x/a/b", false],
  ["/a/bc=/a/b/d", true],
])("the argument %s mentions /a/b: %s", (argument, expected) => {
  expect(mentions(argument, "/a/b")).toBe(expected);
});
