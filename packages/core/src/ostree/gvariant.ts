/** Holds a serialised value of a GVariant with what its container must know of its type. */
export interface Variant {
  readonly bytes: Buffer;
  /** At which multiples of bytes it begins: 1, 4 or 8. */
  readonly alignment: number;
  /** Whether all values of its type are of one length, so that nothing has to tell where it ends. */
  readonly isFixed: boolean;
}

/**
 * Returns a `u` in network byte order, as ostree stores numbers. This and the functions below serialise what ostree needs
 * of GLib's GVariant (https://docs.gtk.org/glib/gvariant-specification-1.0.html).
 */
export function uint32(value: number): Variant {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return { bytes, alignment: 4, isFixed: true };
}

/** Returns a `t` in network byte order. */
export function uint64(value: number): Variant {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return { bytes, alignment: 8, isFixed: true };
}

/** Returns an `s`. */
export function text(value: string): Variant {
  return { bytes: Buffer.from(`${value}\0`), alignment: 1, isFixed: false };
}

/** Returns an `ay`. */
export function byteArray(bytes: Buffer): Variant {
  return { bytes, alignment: 1, isFixed: false };
}

/** Returns an array of values that are of no fixed length and begin anywhere. */
export function arrayOf(elements: readonly Variant[]): Variant {
  const ends: number[] = [];
  let length = 0;
  for (const { bytes } of elements) ends.push((length += bytes.length));
  return {
    bytes: framed(
      elements.map(({ bytes }) => bytes),
      length,
      ends,
    ),
    alignment: 1,
    isFixed: false,
  };
}

/** Returns a tuple, the last member of which is of no fixed length. */
export function tupleOf(members: readonly Variant[]): Variant {
  const parts: Buffer[] = [];
  const ends: number[] = [];
  let length = 0;
  for (const [index, { bytes, alignment, isFixed }] of members.entries()) {
    const padding = -length & (alignment - 1);
    parts.push(Buffer.alloc(padding), bytes);
    length += padding + bytes.length;
    if (!isFixed && index < members.length - 1) ends.unshift(length);
  }
  const alignment = Math.max(1, ...members.map((member) => member.alignment));
  return { bytes: framed(parts, length, ends), alignment, isFixed: false };
}

/** Adds the ends of members, in as few bytes each as the whole can be addressed by. */
function framed(parts: readonly Buffer[], length: number, ends: readonly number[]): Buffer {
  const size = [1, 2, 4].find((one) => length + ends.length * one < 2 ** (8 * one)) ?? 8;
  const table = Buffer.alloc(ends.length * size);
  for (const [index, end] of ends.entries()) {
    if (size < 8) table.writeUIntLE(end, index * size, size);
    else table.writeBigUInt64LE(BigInt(end), index * size);
  }
  return Buffer.concat([...parts, table]);
}
