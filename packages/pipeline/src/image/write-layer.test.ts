import { mkdir, mkdtempDisposable, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { gunzipSync, zstdDecompressSync } from "node:zlib";
import { layerCompressions } from "@debootc/core/oci/media-types";
import { digestOfBytes } from "@debootc/core/record/digest";
import { describe, expect, test } from "vitest";
import { writeLayer } from "./write-layer.ts";

async function emptyLayout() {
  const directory = await mkdtempDisposable(join(tmpdir(), "debootc-layer-"));
  await mkdir(join(directory.path, "blobs", "sha256"), { recursive: true });
  return directory;
}

/** Text that compresses, but not to nothing. */
const text = Buffer.from(
  Array.from({ length: 60_000 }, (_, index) => `${(index * 7919) % 10_007}\n`).join(""),
);
const blocks = [0, 1, 2].map((index) => text.subarray(index * 100_000, (index + 1) * 100_000));

async function* source(pause?: number) {
  for (const block of blocks) {
    if (pause !== undefined) await setTimeout(pause);
    yield block;
  }
  if (pause !== undefined) await setTimeout(pause);
}

const unpack = { zstd: zstdDecompressSync, gzip: gunzipSync };

describe.each(layerCompressions)("writeLayer with %s", (compression) => {
  test("the blob lies under its digest and holds the tar of the diffID", async () => {
    await using layout = await emptyLayout();
    const layer = await writeLayer(layout.path, source(), compression, () => {});

    const name = layer.descriptor.digest.replace("sha256:", "");
    expect(await readdir(join(layout.path, "blobs", "sha256"))).toEqual([name]);
    const blob = await readFile(join(layout.path, "blobs", "sha256", name));
    const content = Buffer.concat(blocks);
    expect(unpack[compression](blob).equals(content)).toBe(true);
    expect(layer).toEqual({
      descriptor: {
        mediaType: `application/vnd.oci.image.layer.v1.tar+${compression}`,
        digest: digestOfBytes(blob),
        size: blob.length,
      },
      diffId: digestOfBytes(content),
      uncompressedSize: content.length,
    });
  });

  test("a slow source and a quick one give the same blob", async () => {
    await using layout = await emptyLayout();
    const digests = new Set<string>();
    for (const pause of [undefined, 0, 30]) {
      const layer = await writeLayer(layout.path, source(pause), compression, () => {});
      digests.add(layer.descriptor.digest);
    }

    expect(digests.size).toBe(1);
  });

  test("a source that fails leaves nothing", async () => {
    await using layout = await emptyLayout();
    async function* failing() {
      yield* source();
      throw new Error("the root changed");
    }

    await expect(writeLayer(layout.path, failing(), compression, () => {})).rejects.toThrow(
      "the root changed",
    );
    expect(await readdir(join(layout.path, "blobs", "sha256"))).toEqual([]);
  });

  test("a blob that cannot be written stops the source, and its reason is told", async () => {
    await using layout = await emptyLayout();
    let stopped = false;
    async function* endless() {
      try {
        for (;;) yield* source(0);
      } finally {
        stopped = true;
      }
    }

    await expect(
      writeLayer(join(layout.path, "nowhere"), endless(), compression, () => {}),
    ).rejects.toMatchObject({ code: "ENOENT" });
    expect(stopped).toBe(true);
  });
});
