const headerLength = 110;
const magic = "07070";
/** The kernel takes no longer path. */
const longestName = 4096;
/** Bytes that a name takes beside its letters. */
const costOfName = 64;

/** Collects the names in cpio archives, one after the other, of which the pieces come in any size. */
export interface CpioNames {
  /** Relative paths. */
  readonly names: ReadonlySet<string>;
  /** Takes the next bytes. Returns those of something else that follows an archive, from its beginning. */
  readonly push: (bytes: Buffer) => Buffer | undefined;
  /** Returns whether all archives were whole up to here, and within the limit. */
  readonly isWhole: () => boolean;
}

/**
 * Returns a collector of the names in archives of the form that the kernel takes for an initramfs ("newc"). It holds at most
 * `mostBytes` of names, and never what the files contain.
 */
export function cpioNames(mostBytes: number): CpioNames {
  const names = new Set<string>();
  let pending: Buffer = Buffer.alloc(0);
  let held = 0;
  let skipped = 0;
  let isInside = false;
  let isDamaged = false;

  /** Takes one header with its name; returns whether the bytes were enough for that. */
  const takeMember = (): boolean => {
    if (pending.length < headerLength) return false;
    const size = numberAt(pending, 54);
    const nameSize = numberAt(pending, 94);
    if (!isCpio(pending) || size === undefined || nameSize === undefined) return damage();
    if (nameSize === 0 || nameSize > longestName) return damage();
    const nameEnd = headerLength + nameSize;
    if (pending.length < nameEnd) return false;
    const name = pending.toString("utf8", headerLength, nameEnd - 1);
    pending = pending.subarray(nameEnd);
    isInside = name !== "TRAILER!!!";
    if (!isInside) return true;
    held += name.length + costOfName;
    if (held > mostBytes) return damage();
    names.add(name.replace(/^(?:\.?\/)+/, ""));
    skipped = aligned(aligned(nameEnd) + size) - nameEnd;
    return true;
  };
  const damage = (): false => {
    isDamaged = true;
    return false;
  };

  return {
    names,
    push: (bytes) => {
      if (isDamaged) return undefined;
      pending = pending.length === 0 ? bytes : Buffer.concat([pending, bytes]);
      do {
        const skip = Math.min(skipped, pending.length);
        skipped -= skip;
        pending = isInside ? pending.subarray(skip) : withoutPadding(pending);
        if (!isInside && pending.length >= magic.length && !isCpio(pending)) {
          const rest = pending;
          pending = pending.subarray(pending.length);
          return rest;
        }
      } while (skipped === 0 && takeMember());
      return undefined;
    },
    isWhole: () => !isDamaged && !isInside && pending.length === 0,
  };
}

function isCpio(bytes: Buffer): boolean {
  return bytes.toString("latin1", 0, magic.length) === magic;
}

function withoutPadding(bytes: Buffer): Buffer {
  let start = 0;
  while (bytes[start] === 0) start += 1;
  return bytes.subarray(start);
}

function numberAt(bytes: Buffer, offset: number): number | undefined {
  const text = bytes.toString("latin1", offset, offset + 8);
  return /^[0-9a-fA-F]{8}$/.test(text) ? Number.parseInt(text, 16) : undefined;
}

function aligned(offset: number): number {
  return Math.ceil(offset / 4) * 4;
}
