import { isAscii } from "node:buffer";
import { DebootcError } from "../error/debootc-error.ts";
import type { TarEntry, TarEntryType } from "./entry.ts";
import { blockSize, checksumOf, type FieldPlace, headerFields } from "./header-field.ts";
import { encodePaxRecords, paxKeyOfXattr } from "./pax-records.ts";

/**
 * Encodes the header of an entry: one ustar block, after extended headers if the block alone is not enough. Names that
 * fit are in the block, whatever their characters. libarchive, with which ostree reads layers, converts the names of PAX
 * records to the locale's charset and fails where that cannot be, as in the C locale; so a name that is too long for the
 * block is a record only if it is ASCII, and else a long name of GNU tar, which no reader converts. The records are only
 * `path`, `linkpath`, `size`, `uid`, `gid` and `SCHILY.xattr.*`, because some readers of images fail on others. Equal
 * entries give equal bytes.
 */
export function tarHeader(entry: TarEntry): Buffer {
  refuseUnwritable(entry);
  const name = Buffer.from(entry.type === "directory" ? `${entry.path}/` : entry.path);
  const linkName = Buffer.from(entry.linkPath ?? "");
  const split = splitName(name);
  const records = new Map<string, Buffer>();
  const longNames: Buffer[] = [];
  const tellLong = (key: "path" | "linkpath", text: Buffer) => {
    if (isAscii(text)) records.set(key, text);
    else longNames.push(longName(longNameFlags[key], text));
  };
  if (split === undefined) tellLong("path", name);
  if (linkName.length > headerFields.linkName.length) tellLong("linkpath", linkName);
  for (const key of ["size", "uid", "gid"] as const) {
    if (!fits(entry[key], headerFields[key])) records.set(key, Buffer.from(String(entry[key])));
  }
  for (const [xattr, value] of entry.xattrs) records.set(paxKeyOfXattr(xattr), value);

  const block = ustarBlock({
    ...entry,
    name: split?.name ?? cutCharacters(name, headerFields.name.length),
    prefix: split?.prefix ?? noBytes,
    linkName: cutCharacters(linkName, headerFields.linkName.length),
    flag: flagsOfTypes[entry.type],
    major: entry.device?.major ?? 0,
    minor: entry.device?.minor ?? 0,
  });
  if (records.size > 0) longNames.unshift(extendedHeader(encodePaxRecords(records)));
  return longNames.length === 0 ? block : Buffer.concat([...longNames, block]);
}

const noBytes = Buffer.alloc(0);

const flagsOfTypes = {
  file: "0",
  hardlink: "1",
  symlink: "2",
  character: "3",
  block: "4",
  directory: "5",
  fifo: "6",
} as const satisfies Record<TarEntryType, string>;

function refuseUnwritable(entry: TarEntry): void {
  const refuse = (what: string) => {
    throw new DebootcError("internal-fault", `tar entry ${JSON.stringify(entry.path)}: ${what}`);
  };
  for (const name of [entry.path, entry.linkPath ?? "", ...entry.xattrs.keys()]) {
    if (!name.isWellFormed() || name.includes("\0")) refuse("a name contains a NUL or half a character");
  }
  if (entry.path === "" || (entry.path !== "/" && entry.path.endsWith("/")))
    refuse("the path is empty or ends with /");
  const isLink = entry.type === "symlink" || entry.type === "hardlink";
  if (isLink !== (entry.linkPath !== undefined)) refuse(`a ${entry.type} with link path ${entry.linkPath}`);
  if (entry.type !== "file" && entry.size !== 0) refuse(`a ${entry.type} with a body of ${entry.size} bytes`);
  if (!fits(entry.mode, headerFields.mode) || entry.mode > 0o7777) refuse(`mode ${entry.mode}`);
  if (!fits(entry.mtime, headerFields.mtime))
    refuse(`time ${entry.mtime}, which does not fit in a ustar header`);
  for (const number of [entry.size, entry.uid, entry.gid]) {
    if (!Number.isSafeInteger(number) || number < 0) refuse(`${number} as size, uid or gid`);
  }
  const { major = 0, minor = 0 } = entry.device ?? {};
  if (!fits(major, headerFields.deviceMajor) || !fits(minor, headerFields.deviceMinor)) {
    refuse(`device numbers ${major}:${minor}, which do not fit in a ustar header`);
  }
}

/** Splits off the longest prefix that leaves a name, at a slash; returns `undefined` if no split fits. */
function splitName(name: Buffer): { readonly name: Buffer; readonly prefix: Buffer } | undefined {
  if (name.length <= headerFields.name.length) return { name, prefix: noBytes };
  // A directory's trailing slash cannot be the split.
  const slash = name.lastIndexOf(0x2f, Math.min(headerFields.prefix.length, name.length - 2));
  if (slash <= 0 || name.length - slash - 1 > headerFields.name.length) return undefined;
  return { name: name.subarray(slash + 1), prefix: name.subarray(0, slash) };
}

function fits(value: number, { length }: FieldPlace): boolean {
  return Number.isSafeInteger(value) && value >= 0 && value < 8 ** (length - 1);
}

function cutCharacters(bytes: Buffer, limit: number): Buffer {
  if (bytes.length <= limit) return bytes;
  let end = limit;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end);
}

interface UstarFields {
  readonly name: Buffer;
  readonly prefix: Buffer;
  readonly linkName: Buffer;
  readonly flag: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtime: number;
  readonly major: number;
  readonly minor: number;
}

function ustarBlock(fields: UstarFields): Buffer {
  const block = Buffer.alloc(blockSize);
  block.set(fields.name, headerFields.name.offset);
  block.set(fields.linkName, headerFields.linkName.offset);
  block.set(fields.prefix, headerFields.prefix.offset);
  block.write("ustar\x0000", headerFields.magic.offset, "latin1");
  block.write(fields.flag, headerFields.typeFlag.offset, "latin1");
  writeOctal(block, headerFields.mode, fields.mode);
  writeOctal(block, headerFields.uid, fields.uid);
  writeOctal(block, headerFields.gid, fields.gid);
  writeOctal(block, headerFields.size, fields.size);
  writeOctal(block, headerFields.mtime, fields.mtime);
  writeOctal(block, headerFields.deviceMajor, fields.major);
  writeOctal(block, headerFields.deviceMinor, fields.minor);

  block.write(`${checksumOf(block).toString(8).padStart(6, "0")}\0 `, headerFields.checksum.offset, "latin1");
  return block;
}

/** Writes a number; one that does not fit is in a PAX record instead, and its field is 0. */
function writeOctal(block: Buffer, place: FieldPlace, value: number): void {
  const digits = fits(value, place) ? value.toString(8) : "0";
  block.write(digits.padStart(place.length - 1, "0"), place.offset, "latin1");
}

/** Programs that do not know an extension unpack its bytes under these names, which are those of GNU tar. */
const extendedName = Buffer.from("././@PaxHeader");
const longNameName = Buffer.from("././@LongLink");

/** The types of the members of GNU tar that hold a name or a link target of any length, ended by a NUL. */
const longNameFlags = { path: "L", linkpath: "K" } as const;

function extendedHeader(records: Buffer): Buffer {
  return extension(extendedName, "x", records);
}

function longName(flag: string, name: Buffer): Buffer {
  return extension(longNameName, flag, Buffer.concat([name, Buffer.of(0)]));
}

/** Makes a member that says something of the next one. */
function extension(name: Buffer, flag: string, payload: Buffer): Buffer {
  const block = ustarBlock({
    name,
    prefix: noBytes,
    linkName: noBytes,
    flag,
    mode: 0o644,
    uid: 0,
    gid: 0,
    size: payload.length,
    mtime: 0,
    major: 0,
    minor: 0,
  });
  const padding = Buffer.alloc((blockSize - (payload.length % blockSize)) % blockSize);
  return Buffer.concat([block, payload, padding]);
}
