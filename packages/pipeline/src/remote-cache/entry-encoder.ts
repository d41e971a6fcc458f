import type { Transform } from "node:stream";
import { constants, createZstdCompress } from "node:zlib";

/** Beyond this level, packing takes longer than what it saves on the way. */
const level = 1;

/** Makes the compressor for packed entries, as a stage of a pipeline: what comes out depends only on what goes in. */
export function entryEncoder(): Transform {
  const options = {
    params: { [constants.ZSTD_c_compressionLevel]: level },
    chunkSize: 256 * 1024,
    // Nothing waits in it: a piece that still did when the stream ends would be packed together with the end, which gives
    // other bytes.
    writableHighWaterMark: 1,
  };
  return createZstdCompress(options);
}
