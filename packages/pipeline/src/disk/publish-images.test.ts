import { mkdir, mkdtempDisposable, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diskRecord } from "@debootc/core/disk/disk-record";
import { digestOfBytes } from "@debootc/core/record/digest";
import { expect, test } from "vitest";
import { legOfCompose } from "../composed/leg-of-compose.fixture.ts";
import { disk } from "../upgrade/upgrade-scene.fixture.ts";
import { diskRecordOf } from "./disk-record-of.ts";
import { publishImages } from "./publish-images.ts";

/** Two images in a scratch directory, and a directory with the record of an earlier export. */
async function makeScene() {
  const parent = await mkdtempDisposable(join(tmpdir(), "debootc-images-"));
  const [scratch, directory] = [join(parent.path, "scratch"), join(parent.path, "images")];
  for (const path of [scratch, directory]) await mkdir(path);
  const image = async (format: string) => {
    const path = join(scratch, `disk.${format}`);
    await writeFile(path, format);
    return { format, path, digest: digestOfBytes(format), allocated: format.length };
  };
  const images = [await image("raw"), await image("qcow2")];
  await writeFile(join(directory, "disk.json"), "earlier");
  const record = diskRecordOf(legOfCompose("one"), { disk, images });
  const read = async (name: string) => await readFile(join(directory, name), "utf8");
  return { directory, images, record, read, [Symbol.asyncDispose]: async () => await parent.remove() };
}

test("images are moved under their names in the record, with their checksums and the record next to them", async () => {
  await using scene = await makeScene();

  const published = await publishImages(scene.record, scene.images, scene.directory);

  expect((await readdir(scene.directory)).sort()).toEqual([
    "SHA256SUMS",
    "disk.json",
    "one.amd64.qcow2",
    "one.amd64.raw",
  ]);
  expect(await scene.read("one.amd64.raw")).toBe("raw");
  expect(await scene.read("one.amd64.qcow2")).toBe("qcow2");
  expect(await scene.read("SHA256SUMS")).toBe(
    `${digestOfBytes("raw").slice(7)}  one.amd64.raw\n${digestOfBytes("qcow2").slice(7)}  one.amd64.qcow2\n`,
  );
  expect(diskRecord.parse(await scene.read("disk.json"), "disk.json")).toEqual(scene.record);
  expect(published.images.map(({ path }) => path)).toEqual([
    join(scene.directory, "one.amd64.raw"),
    join(scene.directory, "one.amd64.qcow2"),
  ]);
});

test("the record stays as it was while an image that it would name is missing", async () => {
  await using scene = await makeScene();
  await rm(scene.images[1]?.path ?? "");

  await expect(publishImages(scene.record, scene.images, scene.directory)).rejects.toMatchObject({
    code: "ENOENT",
  });

  expect(await scene.read("disk.json")).toBe("earlier");
});
