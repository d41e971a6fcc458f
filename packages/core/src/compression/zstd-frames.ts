import { type ByteSource, byteSource } from "../tar/byte-source.ts";
import { DebootcError } from "../error/debootc-error.ts";

/**
 * Cuts a zstd file so that no chunk extends past the end of a frame, and drops skippable frames (RFC 8878,
 * section 3.1). Node's decompressor drops whatever follows a frame in the same chunk, and parallel compressors and
 * zstd:chunked write many frames. A truncated file is passed on as far as it goes: the decompressor reports it.
 * Throws `archive-invalid` for data that is not zstd.
 */
export async function* zstdFrames(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer, void, undefined> {
  const iterator = chunks[Symbol.asyncIterator]();
  const source = byteSource(iterator);
  try {
    for (;;) {
      const start = source.offset();
      const magic = await source.take(4);
      if (magic.length === 0) return;
      if (magic.equals(frameMagic)) yield* inLargeChunks(frame(source, Buffer.from(magic)));
      else if (isSkippable(magic)) await skip(source);
      else throw notZstd("no zstd frame begins here", start);
    }
  } finally {
    await iterator.return?.();
  }
}

const frameMagic = Buffer.from("28b52ffd", "hex");

function isSkippable(magic: Buffer): boolean {
  return magic.length === 4 && magic.readUInt32LE() >>> 4 === 0x184d2a5;
}

async function skip(source: ByteSource): Promise<void> {
  const length = await source.take(4);
  let left = length.length === 4 ? length.readUInt32LE() : 0;
  while (left > 0) {
    const piece = await source.takeSome(left);
    if (piece.length === 0) throw notZstd("truncated inside a skippable frame", source.offset());
    left -= piece.length;
  }
}

/** Yields the pieces of one frame, each as a copy because they are collected. Ends early when the source does. */
async function* frame(source: ByteSource, magic: Buffer): AsyncGenerator<Buffer, void, undefined> {
  yield magic;
  const descriptor = Buffer.from(await source.take(1));
  yield descriptor;
  if (descriptor.length === 0) return;
  yield Buffer.from(await source.take(headerSize(descriptor.readUInt8())));

  for (;;) {
    const header = Buffer.from(await source.take(3));
    yield header;
    if (header.length < 3) return;
    const block = header.readUIntLE(0, 3);
    const type = (block >> 1) & 3;
    if (type === 3) throw notZstd("a block is of the reserved type", source.offset());
    // A block of type 1 is a single byte that is repeated.
    yield Buffer.from(await source.take(type === 1 ? 1 : block >> 3));
    if ((block & 1) === 1) break;
  }
  if ((descriptor.readUInt8() & 4) !== 0) yield Buffer.from(await source.take(4));
}

/** Returns the bytes of the frame header after its descriptor: window, dictionary and content size. */
function headerSize(descriptor: number): number {
  const singleSegment = (descriptor >> 5) & 1;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const contentSize = [singleSegment, 2, 4, 8][descriptor >> 6] ?? 0;
  return 1 - singleSegment + dictionary + contentSize;
}

/** Each chunk costs the decompressor a turn through the thread pool. */
const chunkSize = 256 * 1024;

async function* inLargeChunks(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const piece of pieces) {
    held.push(piece);
    size += piece.length;
    if (size < chunkSize) continue;
    yield Buffer.concat(held);
    held = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(held);
}

function notZstd(message: string, offset: number): DebootcError {
  return new DebootcError("archive-invalid", `zstd, at byte ${offset}: ${message}`, {
    hint: "Compress it again, or fetch it again if it came over a network.",
  });
}
