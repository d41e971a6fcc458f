import { rename, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type DiskRecord, diskRecord } from "@debootc/core/disk/disk-record";
import type { DiskRecords } from "./images-node.ts";

/** Moves images into a directory, and the record that names them last. Returns the record with absolute paths. */
export async function publishImages(
  record: DiskRecord,
  images: DiskRecords["images"],
  directory: string,
): Promise<DiskRecord> {
  const sums = record.images
    .map(({ digest, path }) => `${digest.slice("sha256:".length)}  ${path}\n`)
    .join("");
  for (const [index, { path }] of images.entries()) {
    await rename(path, join(directory, (record.images[index] as DiskRecord["images"][number]).path));
  }
  const texts = { SHA256SUMS: sums, "disk.json": diskRecord.serialize(record) };
  for (const [name, text] of Object.entries(texts)) {
    const temporary = join(dirname((images[0] as DiskRecord["images"][number]).path), basename(name));
    await writeFile(temporary, text);
    await rename(temporary, join(directory, name));
  }
  return {
    ...record,
    images: record.images.map((image) => ({ ...image, path: join(directory, image.path) })),
  };
}
