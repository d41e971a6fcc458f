import { invalidImage } from "@debootc/core/oci/invalid-image";
import type { MergedTree } from "@debootc/core/oci/merge-layers";
import type { OpenImage } from "./open-image.ts";

/** Far more than any file that describes an image, such as dpkg's database. */
const fileLimit = 128 * 1024 * 1024;

/**
 * Reads files of an image by path; follows links inside it and leaves out anything but files. Each layer that contains
 * one is read once and verified. Throws `image-invalid`, `archive-invalid`.
 */
export async function readImageFiles(
  image: OpenImage,
  tree: MergedTree,
  paths: Iterable<string>,
  signal?: AbortSignal,
): Promise<Map<string, Buffer>> {
  const wanted = [...paths].flatMap((path) => {
    const found = tree.find(path);
    return found?.entry.type === "file" ? [{ path, ...found.inode }] : [];
  });
  const contents = new Map<string, Buffer>();
  for (const [layer, files] of Map.groupBy(wanted, (file) => file.layer)) {
    let at = 0;
    for await (const { entry, body } of image.readLayer(layer)) {
      signal?.throwIfAborted();
      const here = files.filter(({ index }) => index === at);
      at += 1;
      if (here.length === 0) continue;
      if (entry.size > fileLimit) {
        throw invalidImage(`${entry.path} has ${entry.size} bytes, but debootc reads at most ${fileLimit}`);
      }
      const pieces: Uint8Array[] = [];
      for await (const piece of body) pieces.push(piece);
      for (const { path } of here) contents.set(path, Buffer.concat(pieces));
    }
  }
  return contents;
}
