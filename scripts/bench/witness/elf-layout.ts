/**
 * Returns the names of the sections of an ELF file in their order, which the linker alone decides; undefined for another
 * kind of file. Reads the 64-bit little-endian form, which Debian's main architectures have.
 */
export function elfSections(bytes: Buffer): string[] | undefined {
  if (bytes.length < 64 || bytes.readUInt32BE(0) !== 0x7f454c46 || bytes[4] !== 2 || bytes[5] !== 1)
    return undefined;
  const [start, size] = [Number(bytes.readBigUInt64LE(0x28)), bytes.readUInt16LE(0x3a)];
  const [count, names] = [bytes.readUInt16LE(0x3c), bytes.readUInt16LE(0x3e)];
  const headerAt = (index: number) => bytes.subarray(start + index * size, start + (index + 1) * size);
  if (size < 0x40 || names >= count || start + count * size > bytes.length) return undefined;
  const texts = Number(headerAt(names).readBigUInt64LE(0x18));
  return Array.from({ length: count }, (_, index) => {
    const at = texts + headerAt(index).readUInt32LE(0);
    return bytes.toString("latin1", at, bytes.indexOf(0, at));
  });
}

/** Says that two ELF files have the same sections in another order; undefined if that is not so. */
export function movedSections(expected: Buffer, built: Buffer): string | undefined {
  const [before, after] = [elfSections(expected), elfSections(built)];
  if (before === undefined || after === undefined || before.join() === after.join()) return undefined;
  return before.toSorted().join() === after.toSorted().join()
    ? "the linker (binutils) orders sections in another way"
    : undefined;
}
