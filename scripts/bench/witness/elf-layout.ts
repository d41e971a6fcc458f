import { arHeaderSize, arMagic, arMemberStride, parseArHeader } from "@debootc/core/deb/ar-member";

interface Section {
  readonly name: string;
  readonly size: number;
  readonly offset: number;
}

/**
 * Returns the sections of an ELF file in their order; undefined for another kind of file. Reads the 64-bit little-endian
 * form, which Debian's main architectures have.
 */
export function elfSections(bytes: Buffer): Section[] | undefined {
  if (bytes.length < 64 || bytes.readUInt32BE(0) !== 0x7f454c46 || bytes[4] !== 2 || bytes[5] !== 1)
    return undefined;
  const [start, size] = [Number(bytes.readBigUInt64LE(0x28)), bytes.readUInt16LE(0x3a)];
  const [count, names] = [bytes.readUInt16LE(0x3c), bytes.readUInt16LE(0x3e)];
  const headerAt = (index: number) => bytes.subarray(start + index * size, start + (index + 1) * size);
  if (size < 0x40 || names >= count || start + count * size > bytes.length) return undefined;
  const texts = Number(headerAt(names).readBigUInt64LE(0x18));
  return Array.from({ length: count }, (_, index) => {
    const at = texts + headerAt(index).readUInt32LE(0);
    return {
      name: bytes.toString("latin1", at, bytes.indexOf(0, at)),
      size: Number(headerAt(index).readBigUInt64LE(0x20)),
      offset: Number(headerAt(index).readBigUInt64LE(0x18)),
    };
  });
}

/**
 * Says that two ELF files, or two archives of object files, have sections of the same sizes in other places, which the
 * linker and strip alone decide; undefined if that is not so.
 */
export function movedSections(expected: Buffer, built: Buffer): string | undefined {
  const [before, after] = [partsOf(expected), partsOf(built)];
  if (before.length !== after.length) return undefined;
  const different = before.flatMap((part, index) => {
    const other = after[index] ?? Buffer.alloc(0);
    return part.equals(other) ? [] : [isMoved(part, other)];
  });
  return different.length > 0 && different.every(Boolean)
    ? "binutils lays out sections in another way"
    : undefined;
}

function isMoved(expected: Buffer, built: Buffer): boolean {
  const [before, after] = [elfSections(expected), elfSections(built)];
  if (before === undefined || after === undefined) return false;
  // With other sizes, what is in them may be the cause.
  const sizes = (sections: readonly Section[]) => sections.map(({ name, size }) => `${name} ${size}`);
  const places = (sections: readonly Section[]) => sections.map(({ name, offset }) => `${name} ${offset}`);
  return (
    sizes(before).toSorted().join() === sizes(after).toSorted().join() &&
    places(before).join() !== places(after).join()
  );
}

/** Tells whether two ELF files have the same code and data, and only an id and a sum of their debug information differ. */
export function differsInBuildIdAlone(expected: Buffer, built: Buffer): boolean {
  const [before, after] = [elfSections(expected), elfSections(built)];
  if (before === undefined || after === undefined || expected.length !== built.length) return false;
  if (JSON.stringify(before) !== JSON.stringify(after)) return false;
  const [left, right] = [Buffer.from(expected), Buffer.from(built)];
  for (const { name, offset, size } of before) {
    if (![".note.gnu.build-id", ".gnu_debuglink"].includes(name)) continue;
    for (const bytes of [left, right]) bytes.fill(0, offset, offset + size);
  }
  return left.equals(right);
}

/** Returns the members of an archive of object files; any other file is its only part. */
function partsOf(bytes: Buffer): Buffer[] {
  if (bytes.toString("latin1", 0, arMagic.length) !== arMagic) return [bytes];
  const parts: Buffer[] = [];
  for (let offset = arMagic.length; offset + arHeaderSize <= bytes.length; ) {
    const member = parseArHeader(bytes.subarray(offset, offset + arHeaderSize), "an archive of object files");
    const start = offset + arHeaderSize;
    // The index of symbols has places in the archive.
    if (member.name !== "/" && member.name !== "") parts.push(bytes.subarray(start, start + member.size));
    offset += arMemberStride(member);
  }
  return parts;
}
