import { createHash } from "node:crypto";
import { type Duplex, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { zstdFrames } from "@debootc/core/compression/zstd-frames";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Descriptor } from "@debootc/core/oci/descriptor";
import { invalidImage } from "@debootc/core/oci/invalid-image";
import { layerPacking } from "@debootc/core/oci/layer-packing";
import type { Digest } from "@debootc/core/record/digest";
import type { TarMember } from "@debootc/core/tar/entry";
import { readTar, type ReadTarOptions } from "@debootc/core/tar/read-tar";
import type { Layout } from "./open-layout.ts";

export interface LayerDescriptor {
  readonly descriptor: Descriptor;
  /** Digest of the uncompressed tar. */
  readonly diffId: Digest;
}

/**
 * Streams the members of a layer in constant memory. Both digests are compared at its end: a caller that stops before,
 * or acts on a member at once, uses unverified data. Throws `image-invalid`, `archive-invalid`.
 */
export async function* readLayer(
  layout: Layout,
  layer: LayerDescriptor,
  options: Pick<ReadTarOptions, "readName"> = {},
): AsyncGenerator<TarMember, void, undefined> {
  try {
    yield* readTar(verifiedTar(layout, layer), { ...options, mayJustEnd: true });
  } catch (error) {
    if (!(error instanceof DebootcError) || error.code !== "archive-invalid") throw error;
    throw new DebootcError(error.code, `the layer ${layer.descriptor.digest}: ${error.message}`, {
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      cause: error,
    });
  }
}

async function* verifiedTar(
  layout: Layout,
  { descriptor, diffId }: LayerDescriptor,
): AsyncGenerator<Uint8Array, void, undefined> {
  const packing = layerPacking(descriptor.mediaType);
  if (packing === undefined) {
    throw invalidImage(
      `the layer ${descriptor.digest} has the type ${descriptor.mediaType}; supported are tar, tar+gzip and tar+zstd`,
    );
  }
  await using file = await layout.openBlob(descriptor);
  const storedHash = createHash("sha256");
  const tarHash = createHash("sha256");
  async function* stored() {
    // A stream cannot be made to end before its first byte.
    if (descriptor.size === 0) return;
    const stream = file.createReadStream({
      autoClose: false,
      end: descriptor.size - 1,
      highWaterMark: chunkSize,
    });
    for await (const chunk of stream) {
      storedHash.update(chunk);
      yield chunk;
    }
  }

  for await (const chunk of unpack[packing](stored())) {
    tarHash.update(chunk);
    yield chunk;
  }
  refuseOther("digest", descriptor.digest, `sha256:${storedHash.digest("hex")}`, descriptor);
  refuseOther("diffID", diffId, `sha256:${tarHash.digest("hex")}`, descriptor);
}

const chunkSize = 256 * 1024;

type Bytes = AsyncIterable<Uint8Array>;

const unpack = {
  none: (stored: Bytes) => stored,
  gzip: (stored: Bytes) => through(stored, createGunzip({ chunkSize })),
  zstd: (stored: Bytes) => through(zstdFrames(stored), createZstdDecompress({ chunkSize })),
} as const;

/** Ends only after the source has stopped as well, even if the reader stops early. */
async function* through(source: Bytes, decoder: Duplex): AsyncGenerator<Uint8Array, void, undefined> {
  const input = Readable.from(source);
  const fed = pipeline(input, decoder);
  // The decoder passes the failure on to its reader.
  fed.catch(() => {});
  try {
    yield* decoder as AsyncIterable<Uint8Array>;
    await fed;
  } catch (error) {
    throw isOfDecoder(error) ? invalidImage(`cannot unpack a layer: ${error.message}`, error) : error;
  } finally {
    decoder.destroy();
    input.destroy();
    // `once` of node:events would reject with the error that came before.
    if (!input.closed) await new Promise((resolve) => input.once("close", resolve));
  }
}

function isOfDecoder(error: unknown): error is Error {
  return error instanceof Error && "code" in error && /^(Z_|ZSTD_)/.test(String(error.code));
}

function refuseOther(what: string, stated: Digest, found: Digest, { digest }: Descriptor): void {
  if (stated !== found)
    throw invalidImage(`the layer ${digest} has the ${what} ${found}, but the image states ${stated}`);
}
