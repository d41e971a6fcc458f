import type { Transform } from "node:stream";
import { promisify } from "node:util";
import { constants, createGzip, createZstdCompress, gzip, zstdCompress } from "node:zlib";
import type { LayerCompression } from "@debootc/core/oci/media-types";

const zstdLevel = 3;
const gzipLevel = 6;
const zstdParams = { [constants.ZSTD_c_compressionLevel]: zstdLevel };

/** Larger than the default of 16 KiB, because each chunk costs a turn through the thread pool. */
const chunkSize = 256 * 1024;

/**
 * Makes the one compressor for layers: Node's own, in one thread, so that its output depends only on its input.
 * (`ZSTD_c_nbWorkers` fails in streams: nodejs/node issue 59899.)
 */
export function layerEncoder(compression: LayerCompression): Transform {
  if (compression === "gzip") return createGzip({ level: gzipLevel, chunkSize });
  return createZstdCompress({ params: zstdParams, chunkSize });
}

/** Compresses in one go what fits into memory. Its bytes may differ from those of the stream. */
export function packWhole(bytes: Uint8Array, compression: LayerCompression): Promise<Buffer> {
  if (compression === "gzip") return promisify(gzip)(bytes, { level: gzipLevel, chunkSize });
  return promisify(zstdCompress)(bytes, { params: zstdParams, chunkSize: 1024 * 1024 });
}

/** Names the encoder and its version, for the record of an image. */
export function layerEncoderName(compression: LayerCompression): string {
  return compression === "gzip"
    ? `zlib ${process.versions.zlib}, level ${gzipLevel}`
    : `zstd ${process.versions.zstd}, level ${zstdLevel}`;
}
