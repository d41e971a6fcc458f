import { type ByteSource, byteSource } from "./byte-source.ts";
import type { TarEntry, TarMember } from "./entry.ts";
import { entryOfHeader } from "./entry-of-header.ts";
import {
  blockSize,
  checksumOf,
  fieldNumber,
  headerFields,
  type NameReader,
  nameText,
} from "./header-field.ts";
import { invalidArchive } from "./invalid-archive.ts";
import { parsePaxRecords } from "./pax-records.ts";

export interface ReadTarOptions {
  /**
   * Accepts the end of the bytes after a member as the end of the archive, as Go does and umoci relies on. Only for
   * bytes that are known to be complete, such as those of a digest.
   */
  readonly mayJustEnd?: boolean;
  /** Converts names and link targets; by default `nameText`, which refuses what is not UTF-8. */
  readonly readName?: NameReader;
}

/**
 * Reads ustar, PAX and GNU archives in constant memory. A body that is not read is skipped. The archive must
 * end with its two zero blocks; anything after them is read and ignored. Throws `archive-invalid` for
 * damaged, truncated and sparse archives, `layout-impossible` for names that are not UTF-8.
 */
export async function* readTar(
  chunks: AsyncIterable<Uint8Array>,
  { mayJustEnd = false, readName = nameText }: ReadTarOptions = {},
): AsyncGenerator<TarMember, void, undefined> {
  const iterator = chunks[Symbol.asyncIterator]();
  const source = byteSource(iterator);
  const globals = new Map<string, Buffer>();
  try {
    for (;;) {
      const entry = await nextEntry(source, globals, { mayJustEnd, readName });
      if (entry === undefined) break;
      const body = bodyOf(entry, source, mayJustEnd);
      yield { entry, body };
      await body.finish();
    }
    // The producer's own failure shows only at its end, after the padding that GNU tar adds.
    while ((await source.takeSome(1 << 20)).length > 0);
  } finally {
    await iterator.return?.();
  }
}

async function nextEntry(
  source: ByteSource,
  globals: Map<string, Buffer>,
  { mayJustEnd, readName }: Required<ReadTarOptions>,
): Promise<TarEntry | undefined> {
  const own = new Map<string, Buffer>();
  for (;;) {
    const offset = source.offset();
    const block = await takeBlock(source, mayJustEnd);
    if (block.equals(zeroBlock)) {
      if (own.size > 0) throw invalidArchive("it ends between an extended header and its member", offset);
      if (!(await takeBlock(source, mayJustEnd)).equals(zeroBlock)) {
        throw invalidArchive("there is a single zero block where the end or a member should be", offset);
      }
      return undefined;
    }
    verifyChecksum(block, offset);
    const flag = String.fromCharCode(block[headerFields.typeFlag.offset] ?? 0);
    if (flag === "x") copyInto(own, await extension(source, block, offset), offset);
    else if (flag === "g") copyInto(globals, await extension(source, block, offset), offset);
    else if (flag === "L") own.set("path", await longName(source, block, offset));
    else if (flag === "K") own.set("linkpath", await longName(source, block, offset));
    else {
      const records = globals.size === 0 ? own : new Map([...globals, ...own]);
      return entryOfHeader(block, records, offset, readName);
    }
  }
}

const zeroBlock = Buffer.alloc(blockSize);

async function takeBlock(source: ByteSource, mayJustEnd: boolean): Promise<Buffer> {
  const block = source.takeNow(blockSize) ?? (await source.take(blockSize));
  if (block.length === 0 && mayJustEnd) return zeroBlock;
  if (block.length < blockSize) {
    throw invalidArchive("truncated: the two zero blocks of the end are missing", source.offset());
  }
  return block;
}

function verifyChecksum(block: Buffer, offset: number): void {
  const sum = checksumOf(block);
  const stated = fieldNumber(block, headerFields.checksum);
  if (stated !== sum) {
    throw invalidArchive(`the checksum of a header is ${stated ?? "unreadable"}, computed ${sum}`, offset);
  }
}

/** Linux limits names and extended attributes to far less. */
const extensionLimit = 8 * 1024 * 1024;

async function extension(source: ByteSource, block: Buffer, offset: number): Promise<Map<string, Buffer>> {
  const records = parsePaxRecords(await payload(source, block, offset));
  if (records === undefined) throw invalidArchive("a PAX extended header is malformed", offset);
  return records;
}

async function longName(source: ByteSource, block: Buffer, offset: number): Promise<Buffer> {
  const bytes = await payload(source, block, offset);
  const end = bytes.indexOf(0);
  return end === -1 ? bytes : bytes.subarray(0, end);
}

/** Returns a copy, because it is kept while the chunk it came in is replaced. */
async function payload(source: ByteSource, block: Buffer, offset: number): Promise<Buffer> {
  const size = fieldNumber(block, headerFields.size);
  if (size === undefined || size < 0 || size > extensionLimit) {
    throw invalidArchive(
      `an extended header states ${size ?? "no"} bytes; allowed: at most ${extensionLimit}`,
      offset,
    );
  }
  const bytes = await source.take(size + padding(size));
  if (bytes.length < size + padding(size))
    throw invalidArchive("truncated inside an extended header", source.offset());
  return Buffer.from(bytes.subarray(0, size));
}

/** No archive has more, and each member looks at all of them. */
const mostRecords = 1000;

/** One header after the other may add records; together they may not take more than one may have. */
function copyInto(target: Map<string, Buffer>, records: ReadonlyMap<string, Buffer>, offset: number): void {
  for (const [key, value] of records) target.set(key, value);
  let bytes = 0;
  for (const [key, value] of target) bytes += key.length + value.length;
  if (bytes > extensionLimit || target.size > mostRecords) {
    throw invalidArchive(
      `extended headers have more than ${mostRecords} records or ${extensionLimit} bytes`,
      offset,
    );
  }
}

function bodyOf(entry: TarEntry, source: ByteSource, mayJustEnd: boolean) {
  let left = entry.size;
  let touched = false;
  let over = false;

  const takePiece = async (limit: number): Promise<Buffer> => {
    const piece = source.takeNow(limit) ?? (await source.takeSome(limit));
    if (piece.length === 0) throw truncatedInside(entry, source);
    return piece;
  };

  async function* bytes(): AsyncGenerator<Uint8Array, void, undefined> {
    if (touched || over) throw new Error(`the body of ${entry.path} was already read or skipped`);
    touched = true;
    while (left > 0) {
      const piece = await takePiece(left);
      left -= piece.length;
      yield piece;
      if (over) throw new Error(`the body of ${entry.path} is being read too late`);
    }
  }

  return {
    [Symbol.asyncIterator]: bytes,
    finish: async () => {
      over = true;
      while (left > 0) left -= (await takePiece(left)).length;
      const fill = padding(entry.size);
      const filled = (await source.take(fill)).length;
      if (filled < fill && !(mayJustEnd && filled === 0)) throw truncatedInside(entry, source);
    },
  };
}

function truncatedInside(entry: TarEntry, source: ByteSource) {
  return invalidArchive(`truncated inside the body of ${entry.path}`, source.offset());
}

function padding(size: number): number {
  return (blockSize - (size % blockSize)) % blockSize;
}
