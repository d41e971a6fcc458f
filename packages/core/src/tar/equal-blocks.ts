/**
 * Yields the same bytes in blocks of one size, except for the last. A reader of a pipe gets chunks that depend on
 * timing; an encoder that is fed equal blocks always gives equal bytes, and reads few large ones faster than many small
 * ones.
 */
export async function* equalBlocks(
  chunks: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<Buffer, void, undefined> {
  let block = Buffer.allocUnsafeSlow(size);
  let filled = 0;
  for await (const chunk of chunks) {
    let at = 0;
    while (at < chunk.length) {
      const piece = Math.min(size - filled, chunk.length - at);
      block.set(at === 0 && piece === chunk.length ? chunk : chunk.subarray(at, at + piece), filled);
      filled += piece;
      at += piece;
      if (filled === size) {
        yield block;
        block = Buffer.allocUnsafeSlow(size);
        filled = 0;
      }
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}
