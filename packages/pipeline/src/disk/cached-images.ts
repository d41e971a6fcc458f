import { type ComposedDisk, type DiskImagesRecord } from "@debootc/core/disk/disk-images-record";
import type { DiskImageFormat } from "@debootc/core/disk/image-formats";
import { convertToQcow2, convertToRaw } from "@debootc/tools/disk/qemu-img";
import { copyTree } from "@debootc/tools/files/copy-tree";
import { fileDigest } from "@debootc/tools/files/file-digest";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import type { NodeContext } from "../engine/node.ts";
import { chosenFormats } from "../export/export-formats.ts";
import { type Privilege, runPrivileged } from "../worker/run-privileged.ts";
import { diskRequest, type WantedDisk } from "./disk-request.ts";
import { makeDiskOperation } from "./make-disk.ts";

interface WantedImages extends Pick<WantedDisk, "compose" | "plan" | "options"> {
  readonly formats: readonly DiskImageFormat[];
}

/** Is how an entry of the cache has the disk, whatever formats were asked for: a raw image is mostly zeros. */
const stored = "disk.qcow2";

/** Makes a disk and keeps it compressed in an entry of the cache. Returns its images in each format that is wanted. */
export async function makeImages(
  { formats, ...disk }: WantedImages,
  entry: string,
  privilege: Privilege,
  context: NodeContext,
): Promise<DiskImagesRecord> {
  const { workDirectory, report, signal } = context;
  const raw = join(workDirectory, "disk.raw");
  await runPrivileged(makeDiskOperation, diskRequest({ ...disk, raw }, workDirectory), privilege, context);
  const images: DiskImagesRecord["images"] = [];
  for (const { format, make } of chosenFormats("disk", formats)) {
    const file = await make({ raw }, workDirectory, context);
    report({ type: "progress", step: `hashing the ${format} image` });
    const { digest, size } = await fileDigest(file);
    images.push({ format: format as DiskImageFormat, digest, size });
  }
  const compressed = join(workDirectory, stored);
  if (!formats.includes("qcow2")) await convertToQcow2(raw, compressed, signal);
  await copyTree(compressed, join(entry, stored), signal);
  return { images };
}

/** Puts images of an entry of the cache into a directory, under the names of their files. */
export async function placeImages(
  entry: string,
  images: readonly ComposedDisk[],
  target: string,
  { signal, workDirectory }: NodeContext,
): Promise<void> {
  for (const { format, file } of images) {
    const path = join(workDirectory, file);
    if (format === "qcow2") await copyTree(join(entry, stored), path, signal);
    else await convertToRaw(join(entry, stored), path, signal);
    await rename(path, join(target, file));
  }
}
