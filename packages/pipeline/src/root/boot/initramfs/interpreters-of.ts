import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { hasErrno } from "@debootc/tools/errno";

const interpreterHeader = 3; // PT_INTERP

/**
 * Returns the programs that the kernel opens to start a program: the one after `#!` in a script, the dynamic linker of an
 * ELF file. None for anything else, and for what is not there.
 */
export function interpretersOf(file: string): string[] {
  let descriptor: number;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (hasErrno(error, "ENOENT", "ENOTDIR", "ELOOP", "ENXIO")) return [];
    throw error;
  }
  try {
    if (!fstatSync(descriptor).isFile()) return [];
    const read = (offset: number, length: number): Buffer => {
      const bytes = Buffer.alloc(length);
      return bytes.subarray(0, readSync(descriptor, bytes, 0, length, offset));
    };
    const start = read(0, 512);
    const script = /^#![ \t]*([^ \t\n\0]+)/.exec(start.toString("latin1"))?.[1];
    if (script !== undefined) return [Buffer.from(script, "latin1").toString("utf8")];
    return start.subarray(0, 4).toString("latin1") === "\x7fELF" ? linkersOf(start, read) : [];
  } finally {
    closeSync(descriptor);
  }
}

function linkersOf(header: Buffer, read: (offset: number, length: number) => Buffer): string[] {
  const isLong = header[4] === 2;
  const isLittle = header[5] === 1;
  if (header.length < 64) return [];
  const number = (bytes: Buffer, at: number, size: 2 | 4 | 8): number => {
    if (size === 8) return Number(isLittle ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
    return isLittle ? bytes.readUIntLE(at, size) : bytes.readUIntBE(at, size);
  };
  const table = number(header, isLong ? 32 : 28, isLong ? 8 : 4);
  const size = number(header, isLong ? 54 : 42, 2);
  const count = number(header, isLong ? 56 : 44, 2);
  const found: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const entry = read(table + index * size, size);
    if (entry.length < size || size < 32 || number(entry, 0, 4) !== interpreterHeader) continue;
    const offset = number(entry, isLong ? 8 : 4, isLong ? 8 : 4);
    const length = number(entry, isLong ? 32 : 16, isLong ? 8 : 4);
    const text = read(offset, Math.min(length, 4096)).toString("utf8");
    found.push(text.slice(0, text.includes("\0") ? text.indexOf("\0") : undefined));
  }
  return found;
}
