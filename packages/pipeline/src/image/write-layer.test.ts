import { mkdtempDisposable, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, zstdDecompressSync } from "node:zlib";
import { layerCompressions } from "@debootc/core/oci/media-types";
import { digestOfBytes } from "@debootc/core/record/digest";
import { describe, expect, test } from "vitest";
import { layerEncoderName } from "./layer-encoder.ts";
import { writeLayer } from "./write-layer.ts";

/** Text that compresses, but not to nothing. */
const text = Buffer.from(
  Array.from({ length: 60_000 }, (_, index) => `${(index * 7919) % 10_007}\n`).join(""),
);
const blocks = [0, 1, 2].map((index) => text.subarray(index * 100_000, (index + 1) * 100_000));

const running = new AbortController().signal;

const unpack = { zstd: zstdDecompressSync, gzip: gunzipSync };

const sources = { "one block": blocks.slice(0, 1), "several blocks": blocks, nothing: [] };

describe.each(layerCompressions)("writeLayer with %s", (compression) => {
  test.each(Object.entries(sources))("the file holds the tar of the diffID: %s", async (_, source) => {
    await using work = await mkdtempDisposable(join(tmpdir(), "debootc-layer-"));
    const file = join(work.path, "blob");
    const layer = await writeLayer(file, source, compression, () => {}, running);

    const blob = await readFile(file);
    const content = Buffer.concat(source);
    expect(unpack[compression](blob).equals(content)).toBe(true);
    expect(layer).toEqual({
      digest: digestOfBytes(blob),
      diffId: digestOfBytes(content),
      mediaType: `application/vnd.oci.image.layer.v1.tar+${compression}`,
      size: blob.length,
      uncompressedSize: content.length,
      encoder: layerEncoderName(compression),
    });
  });

  test("a source may reuse its memory after the next block", async () => {
    await using work = await mkdtempDisposable(join(tmpdir(), "debootc-layer-"));
    function* reusing() {
      const memory = [Buffer.alloc(100_000), Buffer.alloc(100_000)];
      for (const [index, block] of blocks.entries()) {
        const place = memory[index % 2] ?? Buffer.alloc(0);
        place.fill(0);
        block.copy(place);
        yield place.subarray(0, block.length);
      }
    }
    const kept = await writeLayer(join(work.path, "kept"), blocks, compression, () => {}, running);
    const reused = await writeLayer(join(work.path, "reused"), reusing(), compression, () => {}, running);

    expect(reused).toEqual(kept);
  });

  test("a source that fails leaves nothing", async () => {
    await using work = await mkdtempDisposable(join(tmpdir(), "debootc-layer-"));
    function* failing() {
      yield* blocks;
      throw new Error("the root changed");
    }

    await expect(
      writeLayer(join(work.path, "blob"), failing(), compression, () => {}, running),
    ).rejects.toThrow("the root changed");
    expect(await readdir(work.path)).toEqual([]);
  });

  test.each([1, 2, 5])("a signal ends it and leaves nothing, with %d blocks", async (count) => {
    await using work = await mkdtempDisposable(join(tmpdir(), "debootc-layer-"));
    const controller = new AbortController();
    function* aborting() {
      for (let at = 0; at < count; at += 1) {
        if (at === count - 1) controller.abort(new Error("enough"));
        yield blocks[0] ?? Buffer.alloc(0);
      }
    }

    await expect(
      writeLayer(join(work.path, "blob"), aborting(), compression, () => {}, controller.signal),
    ).rejects.toThrow("enough");
    expect(await readdir(work.path)).toEqual([]);
  });

  test("a blob that cannot be written stops the source, and the reason is reported", async () => {
    await using work = await mkdtempDisposable(join(tmpdir(), "debootc-layer-"));
    let stopped = false;
    function* endless() {
      try {
        for (;;) yield* blocks;
      } finally {
        stopped = true;
      }
    }

    await expect(
      writeLayer(join(work.path, "nowhere/blob"), endless(), compression, () => {}, running),
    ).rejects.toMatchObject({ code: "ENOENT" });
    expect(stopped).toBe(true);
  });
});
