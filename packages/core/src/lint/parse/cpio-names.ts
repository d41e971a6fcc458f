/** Holds the names in a cpio archive, and the offset of what follows it. */
export interface CpioNames {
  readonly names: readonly string[];
  readonly end: number;
}

const headerLength = 110;
const magic = /^07070[12]$/;

/** Returns whether an archive begins here, in the form that the kernel takes for an initramfs ("newc"). */
export function isCpio(bytes: Buffer): boolean {
  return bytes.length >= headerLength && magic.test(bytes.toString("latin1", 0, 6));
}

/** Lists the names in a cpio archive; undefined if it is damaged. */
export function cpioNames(bytes: Buffer): CpioNames | undefined {
  const names: string[] = [];
  let offset = 0;
  while (isCpio(bytes.subarray(offset))) {
    const size = numberAt(bytes, offset + 54);
    const nameSize = numberAt(bytes, offset + 94);
    if (size === undefined || nameSize === undefined || nameSize === 0) return undefined;
    const nameEnd = offset + headerLength + nameSize;
    const end = aligned(aligned(nameEnd) + size);
    if (nameEnd > bytes.length) return undefined;
    const name = bytes.toString("utf8", offset + headerLength, nameEnd - 1);
    if (name === "TRAILER!!!") return { names, end: nameEnd };
    if (end > bytes.length) return undefined;
    names.push(name.replace(/^(?:\.?\/)+/, ""));
    offset = end;
  }
  return undefined;
}

function numberAt(bytes: Buffer, offset: number): number | undefined {
  const text = bytes.toString("latin1", offset, offset + 8);
  return /^[0-9a-fA-F]{8}$/.test(text) ? Number.parseInt(text, 16) : undefined;
}

function aligned(offset: number): number {
  return Math.ceil(offset / 4) * 4;
}
