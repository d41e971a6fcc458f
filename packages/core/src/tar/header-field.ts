import { isUtf8 } from "node:buffer";
import { DebootcError } from "../error/debootc-error.ts";

/** Places a field of fixed width inside a header block. */
export interface FieldPlace {
  readonly offset: number;
  readonly length: number;
}

/** Lays out a ustar header block (POSIX.1-2024, pax, "ustar Interchange Format"). */
export const headerFields = {
  name: { offset: 0, length: 100 },
  mode: { offset: 100, length: 8 },
  uid: { offset: 108, length: 8 },
  gid: { offset: 116, length: 8 },
  size: { offset: 124, length: 12 },
  mtime: { offset: 136, length: 12 },
  checksum: { offset: 148, length: 8 },
  typeFlag: { offset: 156, length: 1 },
  linkName: { offset: 157, length: 100 },
  magic: { offset: 257, length: 8 },
  deviceMajor: { offset: 329, length: 8 },
  deviceMinor: { offset: 337, length: 8 },
  prefix: { offset: 345, length: 155 },
} as const satisfies Record<string, FieldPlace>;

export const blockSize = 512;

/** Returns the bytes of a field up to its first NUL. */
export function fieldBytes(block: Buffer, { offset, length }: FieldPlace): Buffer {
  const end = block.indexOf(0, offset);
  return block.subarray(offset, end === -1 || end > offset + length ? offset + length : end);
}

/**
 * Reads a number in octal digits, or in GNU's base 256 if its first bit is set. Returns `undefined` when it is neither
 * or cannot be represented exactly.
 */
export function fieldNumber(block: Buffer, { offset, length }: FieldPlace): number | undefined {
  const first = block[offset] ?? 0;
  if (first >= 0x80) return base256(block.subarray(offset, offset + length));

  let value = 0;
  let at = offset;
  const end = offset + length;
  while (at < end && block[at] === 0x20) at++;
  for (; at < end; at++) {
    const digit = (block[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 7) break;
    value = value * 8 + digit;
  }
  const rest = block[at];
  return at === end || rest === 0 || rest === 0x20 ? value : undefined;
}

/** Returns the sum of all bytes, with the checksum field counted as spaces. */
export function checksumOf(block: Buffer): number {
  const { offset, length } = headerFields.checksum;
  let sum = length * 0x20;
  for (let at = 0; at < blockSize; at++) sum += block[at] ?? 0;
  for (let at = offset; at < offset + length; at++) sum -= block[at] ?? 0;
  return sum;
}

/** Converts the bytes of a name to text; `what` says whose name it is, for messages. */
export type NameReader = (bytes: Buffer, what: string) => string;

/** Converts a name to text and throws an error unless it is UTF-8, because an image may contain nothing else. */
export function nameText(bytes: Buffer, what: string): string {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  throw new DebootcError("layout-impossible", `${what} is not UTF-8: ${escaped(bytes)}`, {
    hint: "Image tools refuse such names. Rename it in a postprocess script, or remove it with remove-files.",
  });
}

function base256(bytes: Buffer): number | undefined {
  // The mark is the first bit; the second is the sign of a number in two's complement.
  const negative = ((bytes[0] ?? 0) & 0x40) !== 0;
  const marked = BigInt(`0x${bytes.toString("hex")}`) & ((1n << BigInt(bytes.length * 8 - 1)) - 1n);
  const value = Number(negative ? marked - (1n << BigInt(bytes.length * 8 - 1)) : marked);
  return Number.isSafeInteger(value) ? value : undefined;
}

function escaped(bytes: Buffer): string {
  const characters = Array.from(bytes, (byte) =>
    byte >= 0x20 && byte < 0x7f && byte !== 0x5c
      ? String.fromCharCode(byte)
      : `\\x${byte.toString(16).padStart(2, "0")}`,
  );
  return `"${characters.join("")}"`;
}
