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
 * go, which saves the encoder's window, a longer one as a stream. `report` receives the size of each packed block. On
 * failure, and when `signal` stops it, leaves no file and stops the source.
 */
export async function writeLayer(
  file: string,
  tar: Iterable<Uint8Array>,
  compression: LayerCompression,
  report: (bytes: number) => void,
  signal: AbortSignal,
): Promise<LayerRecord> {
  // Later blocks may reuse the memory of the first two: each is consumed before the next but one is requested.
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
      await writeFile(file, packed, { flag: "wx", signal });
      report(whole.length);
    } else {
      const encoder = layerEncoder(compression);
      await storeStream(file, encoder, blob, signal, async (give) => {
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
    signal.throwIfAborted();
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

/** Sends the blocks of `feed` through the encoder into a file. Each may be given once the one before was taken. */
async function storeStream(
  file: string,
  encoder: Transform,
  blob: Measure,
  signal: AbortSignal,
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
    { signal },
  );
  // It may fail while the source is awaited; the next block then sees the failure.
  stored.catch(() => {});
  try {
    let taken = Promise.resolve();
    await feed(async (block) => {
      await Promise.race([taken, stored]);
      taken = write(encoder, block);
    });
    // If a block were still waiting at end(), the encoder would close differently and the bytes depend on timing.
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

/** Settles when the stream is ready for the next block; never if the stream failed, which the pipeline reports. */
function write(stream: Writable, block: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    stream.write(block, (error) => {
      if (!error) resolve();
    });
  });
}
