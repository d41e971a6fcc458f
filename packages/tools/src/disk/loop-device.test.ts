import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listLoopDevices, parseBackingFile } from "./loop-device.ts";

test("devices with a file behind them are listed, free ones and other devices are not", async () => {
  const sysfs = await mkdtemp(join(tmpdir(), "debootc-sysfs-"));
  await mkdir(join(sysfs, "loop3/loop"), { recursive: true });
  await writeFile(join(sysfs, "loop3/loop/backing_file"), "/srv/a disk.raw\n");
  await mkdir(join(sysfs, "loop4"));
  await mkdir(join(sysfs, "loop-control/loop"), { recursive: true });
  await writeFile(join(sysfs, "loop-control/loop/backing_file"), "/no\n");

  expect(await listLoopDevices(sysfs)).toEqual([{ device: "/dev/loop3", backingFile: "/srv/a disk.raw" }]);
  await rm(sysfs, { recursive: true });
});

test("where there is no sysfs there are none", async () => {
  expect(await listLoopDevices("/nowhere")).toEqual([]);
});

test("a deleted file keeps its path", () => {
  expect(parseBackingFile("/srv/disk.raw (deleted)\n")).toBe("/srv/disk.raw");
});
