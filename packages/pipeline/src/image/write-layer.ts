import { createHash, type Hash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Descriptor } from "@debootc/core/oci/descriptor";
import { blobPath } from "@debootc/core/oci/descriptor";
import { type LayerCompression, layerMediaTypes } from "@debootc/core/oci/media-types";
import type { Digest } from "@debootc/core/record/digest";
import { layerEncoder } from "./layer-encoder.ts";

export interface WrittenLayer {
  readonly descriptor: Descriptor;
  /** Digest of the bare tar. */
  readonly diffId: Digest;
  readonly uncompressedSize: number;
}

/**
 * Packs a tar into a blob of the OCI layout in constant memory. The blob stands under its digest only when it is
 * complete; on failure nothing is left, and the source has been stopped. `report` hears how many bytes of the tar
 * are packed.
 */
export async function writeLayer(
  directory: string,
  tar: AsyncIterable<Uint8Array>,
  compression: LayerCompression,
  report: (bytes: number) => void,
): Promise<WrittenLayer> {
  const partial = join(directory, "blobs", "sha256", ".partial-layer");
  const encoder = layerEncoder(compression);
  const contentHash = createHash("sha256");
  const blobHash = createHash("sha256");
  let uncompressedSize = 0;
  let size = 0;
  const stored = pipeline(
    encoder,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        blobHash.update(chunk);
        size += chunk.length;
        yield chunk;
      }
    },
    createWriteStream(partial, { flags: "wx" }),
  );
  // It may fail while the source is awaited; the next write then meets it.
  stored.catch(() => {});
  try {
    // The source is read here rather than by the pipeline, which would not wait for it to stop.
    let taken = Promise.resolve();
    for await (const block of tar) {
      contentHash.update(block);
      uncompressedSize += block.length;
      await Promise.race([taken, stored]);
      taken = write(encoder, block);
      report(uncompressedSize);
    }
    // A block that still waits when the end is told is closed differently: the bytes would depend on timing.
    await Promise.race([taken, stored]);
    encoder.end();
    await stored;
    const digest = digestOfHash(blobHash);
    await rename(partial, join(directory, blobPath(digest)));
    const descriptor = { mediaType: layerMediaTypes[compression], digest, size };
    return { descriptor, diffId: digestOfHash(contentHash), uncompressedSize };
  } catch (error) {
    encoder.destroy();
    await stored.catch(() => {});
    await rm(partial, { force: true });
    throw error;
  }
}

function digestOfHash(hash: Hash): Digest {
  return `sha256:${hash.digest("hex")}`;
}

/** Settles when the stream has taken the block in and is ready for the next; never when it failed, which the pipeline tells. */
function write(stream: Writable, block: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    stream.write(block, (error) => {
      if (!error) resolve();
    });
  });
}
