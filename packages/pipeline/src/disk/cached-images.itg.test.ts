import { convertToQcow2 } from "@debootc/tools/disk/qemu-img";
import { fileDigest } from "@debootc/tools/files/file-digest";
import { mkdir, mkdtempDisposable, open, readdir, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { placeImages } from "./cached-images.ts";

test("a disk comes out of the cache in each format, as it was and with its holes", async () => {
  await using home = await mkdtempDisposable(join(tmpdir(), "debootc-images-"));
  const [raw, entry, target, workDirectory] = ["raw", "entry", "target", "work"].map((name) =>
    join(home.path, name),
  ) as [string, string, string, string];
  for (const directory of [entry, target, workDirectory]) await mkdir(directory);
  await writeFile(raw, Buffer.alloc(1 << 20, "disk"));
  await using file = await open(raw, "r+");
  await file.truncate(1 << 26);
  const { signal } = new AbortController();
  await convertToQcow2(raw, join(entry, "disk.qcow2"), signal);
  const made = async (path: string) => fileDigest(path);
  const images = [
    { format: "raw" as const, file: "one.raw", ...(await made(raw)) },
    { format: "qcow2" as const, file: "one.qcow2", ...(await made(join(entry, "disk.qcow2"))) },
  ];

  await placeImages(entry, images, target, { signal, workDirectory, report: () => {}, log: () => {} });

  expect((await readdir(target)).sort()).toEqual(["one.qcow2", "one.raw"]);
  for (const { file: name, digest, size } of images)
    expect(await made(join(target, name))).toEqual({ digest, size });
  expect((await stat(join(target, "one.raw"))).blocks * 512).toBeLessThan(1 << 22);
  expect(await readdir(entry)).toEqual(["disk.qcow2"]);
});
