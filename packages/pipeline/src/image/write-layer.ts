import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import type { Transform, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type LayerCompression, layerMediaTypes } from "@debootc/core/oci/media-types";
import type { LayerRecord } from "@debootc/core/oci/layer-record";
import type { Digest } from "@debootc/core/record/digest";
import { layerEncoder, layerEncoderName, packWhole } from "./layer-encoder.ts";

/**
 * Packs a tar, given in equal blocks, into a file, the blob of a layer, in constant memory: a tar of one block in one
 * go, which spares the encoder its window, a longer one as a stream. On failure no file is left, and the source has
 * been stopped. `report` hears the bytes of each block that was packed.
 */
export async function writeLayer(
  file: string,
  tar: Iterable<Uint8Array>,
  compression: LayerCompression,
  report: (bytes: number) => void,
): Promise<LayerRecord> {
  // The first two blocks may share memory with the later ones: each is used up before the next but one is asked for.
  const content = measured();
  const blob = measured();
  const blocks = tar[Symbol.iterator]();
  try {
    const first = blocks.next();
    const second = first.done ? first : blocks.next();
    if (second.done) {
      const whole = first.done ? new Uint8Array() : first.value;
      content.add(whole);
      const packed = await packWhole(whole, compression);
      blob.add(packed);
      await writeFile(file, packed, { flag: "wx" });
      report(whole.length);
    } else {
      const encoder = layerEncoder(compression);
      await storeStream(file, encoder, blob, async (give) => {
        for (let next = first; !next.done; next = next === first ? second : blocks.next()) {
          content.add(next.value);
          await give(next.value);
          report(next.value.length);
        }
      });
    }
  } catch (error) {
    blocks.return?.();
    await rm(file, { force: true });
    throw error;
  }
  return {
    digest: blob.digest(),
    diffId: content.digest(),
    mediaType: layerMediaTypes[compression],
    size: blob.size(),
    uncompressedSize: content.size(),
    encoder: layerEncoderName(compression),
  };
}

/** Sends what `feed` gives through the encoder into a file. A block may be given when the one before was taken. */
async function storeStream(
  file: string,
  encoder: Transform,
  blob: Measure,
  feed: (give: (block: Uint8Array) => Promise<void>) => Promise<void>,
): Promise<void> {
  const stored = pipeline(
    encoder,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        blob.add(chunk);
        yield chunk;
      }
    },
    createWriteStream(file, { flags: "wx" }),
  );
  // It may fail while the source is awaited; the next block then meets it.
  stored.catch(() => {});
  try {
    let taken = Promise.resolve();
    await feed(async (block) => {
      await Promise.race([taken, stored]);
      taken = write(encoder, block);
    });
    // A block that still waits when the end is told is closed differently: the bytes would depend on timing.
    await Promise.race([taken, stored]);
    encoder.end();
    await stored;
  } catch (error) {
    encoder.destroy();
    await stored.catch(() => {});
    throw error;
  }
}

interface Measure {
  readonly add: (bytes: Uint8Array) => void;
  readonly size: () => number;
  readonly digest: () => Digest;
}

function measured(): Measure {
  const hash = createHash("sha256");
  let size = 0;
  return {
    add: (bytes) => {
      hash.update(bytes);
      size += bytes.length;
    },
    size: () => size,
    digest: () => `sha256:${hash.digest("hex")}`,
  };
}

/** Settles when the stream has taken the block in and is ready for the next; never when it failed, which the pipeline tells. */
function write(stream: Writable, block: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    stream.write(block, (error) => {
      if (!error) resolve();
    });
  });
}
