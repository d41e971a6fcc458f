/** Cuts exact pieces from chunks of any size, holding at most one piece and one chunk. */
export interface ByteSource {
  /** Returns the number of bytes taken so far. */
  readonly offset: () => number;
  /** Returns the next `length` bytes if they are available, without a turn of the event loop. */
  readonly takeNow: (length: number) => Buffer | undefined;
  /** Returns the next `length` bytes, or what is left of them at the end. */
  readonly take: (length: number) => Promise<Buffer>;
  /** Returns what is available, at most `limit` bytes and at least one; empty only at the end. */
  readonly takeSome: (limit: number) => Promise<Buffer>;
}

export function byteSource(chunks: AsyncIterator<Uint8Array>): ByteSource {
  let chunk: Buffer = Buffer.alloc(0);
  let at = 0;
  let offset = 0;

  const cut = (length: number): Buffer => {
    const piece = chunk.subarray(at, at + length);
    at += piece.length;
    offset += piece.length;
    return piece;
  };

  const takeNow = (length: number): Buffer | undefined =>
    chunk.length - at < length ? undefined : cut(length);

  const refill = async (): Promise<boolean> => {
    while (at === chunk.length) {
      const { done, value } = await chunks.next();
      if (done) return false;
      chunk = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
      at = 0;
    }
    return true;
  };

  const takeSome = async (limit: number): Promise<Buffer> => {
    await refill();
    return cut(limit);
  };

  const take = async (length: number): Promise<Buffer> => {
    const pieces: Buffer[] = [];
    let missing = length;
    while (missing > 0 && (await refill())) {
      const piece = cut(missing);
      pieces.push(piece);
      missing -= piece.length;
    }
    return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
  };

  return { offset: () => offset, takeNow, take, takeSome };
}
