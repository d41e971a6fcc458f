import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diskRecord } from "@debootc/core/disk/disk-record";
import type { Digest } from "@debootc/core/record/digest";
import { expect, test } from "vitest";
import { exportedDisk } from "./exported-disk.ts";

const digest: Digest = `sha256:${"0".repeat(64)}`;

async function composeWith(names: readonly string[], recorded: readonly string[]) {
  const directory = await mkdtempDisposable(join(tmpdir(), "debootc-disk-"));
  const images = join(directory.path, "images");
  await mkdir(images);
  for (const name of names) await writeFile(join(images, name), "disk");
  const checksum = "0".repeat(64);
  const facts = { composeId: "a-1", ref: "r", checksum, architecture: "amd64", sizeMiB: 1024 };
  const disk = { filesystem: "ext4", rootUuid: "u", bootLoader: "grub" } as const;
  const made = recorded.map((name) => ({
    format: name.split(".").at(-1) ?? "",
    path: name,
    digest,
    allocated: 1,
  }));
  if (made.length > 0)
    await writeFile(join(images, "disk.json"), diskRecord.serialize({ ...facts, ...disk, images: made }));
  const commit = { checksum, repo: join(directory.path, "ostree"), bootable: true };
  return { directory, images, compose: { composeId: "a-1", commit } };
}

test("the exported disk is taken, as qcow2 if there is one", async () => {
  const { directory, images, compose } = await composeWith(["a.raw", "a.qcow2"], ["a.raw", "a.qcow2"]);
  await using _ = directory;

  expect(await exportedDisk(compose)).toEqual({ path: join(images, "a.qcow2"), format: "qcow2" });
});

test("a disk that the compose itself made is taken as well", async () => {
  const { directory, images, compose } = await composeWith(["a.raw"], []);
  await using _ = directory;

  expect(
    await exportedDisk({ ...compose, disks: [{ format: "raw", digest, size: 4, file: "a.raw" }] }),
  ).toEqual({
    path: join(images, "a.raw"),
    format: "raw",
  });
});

test("without one, or with one that was removed, people learn how to make it", async () => {
  const { directory, compose } = await composeWith([], ["a.raw"]);
  await using _ = directory;

  await expect(exportedDisk(compose)).rejects.toMatchObject({
    code: "usage",
    hint: expect.stringContaining("debootc export disk a-1"),
  });
});
