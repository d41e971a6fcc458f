import { diskIdentity } from "@debootc/core/disk/disk-identity";
import { diskRecord } from "@debootc/core/disk/disk-record";
import { digestOfBytes } from "@debootc/core/record/digest";
import { expect, test } from "vitest";
import { legOfCompose } from "../composed/leg-of-compose.fixture.ts";
import { disk } from "../upgrade/upgrade-scene.fixture.ts";
import { diskRecordOf } from "./disk-record-of.ts";

const compose = legOfCompose("one", { architecture: "arm64" });
const image = (format: "raw" | "qcow2", allocated: number) => ({
  format,
  path: `/scratch/disk.${format}`,
  digest: digestOfBytes(format),
  allocated,
});
const images = [image("raw", 10), image("qcow2", 5)];

test("a record names the commit, the root file system by the commit's identity, and the images relative to it", () => {
  const record = diskRecordOf(compose, { disk, images });

  expect(diskRecord.parse(diskRecord.serialize(record), "disk.json")).toEqual({
    composeId: "one",
    ref: compose.ref,
    checksum: compose.commit.checksum,
    architecture: "arm64",
    sizeMiB: 4096,
    filesystem: "ext4",
    rootUuid: diskIdentity(compose.commit.checksum).rootFilesystem,
    bootLoader: "grub",
    remote: "debian",
    images: [
      { ...image("raw", 10), path: "one.arm64.raw" },
      { ...image("qcow2", 5), path: "one.arm64.qcow2" },
    ],
  });
});

test("a disk without a remote names none", () => {
  expect(diskRecordOf(compose, { disk: { ...disk, remote: undefined }, images })).not.toHaveProperty(
    "remote",
  );
});

test("a disk that follows an image in a registry names that instead", () => {
  const follows = "ghcr.io/me/minimal:13";

  expect(diskRecordOf(compose, { disk: { ...disk, remote: undefined, follows }, images })).toMatchObject({
    follows,
  });
});
