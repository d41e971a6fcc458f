import type { TarEntry, TarEntryType } from "./entry.ts";
import { type FieldPlace, fieldBytes, fieldNumber, headerFields, type NameReader } from "./header-field.ts";
import { invalidArchive } from "./invalid-archive.ts";
import { type PaxRecords, xattrOfPaxKey } from "./pax-records.ts";

/** Makes the entry of a header block and the extended records before it. `offset` is that of the block. */
export function entryOfHeader(
  block: Buffer,
  records: PaxRecords,
  offset: number,
  readName: NameReader,
): TarEntry {
  refuseLossy(records, offset);
  const stored = readName(valueOf(records, "path") ?? ustarName(block), "the name of a file");
  const type = typeOf(block, stored, offset);

  const number = (place: FieldPlace, what: string): number => {
    const value = fieldNumber(block, place);
    if (value === undefined) throw invalidArchive(`the ${what} of ${stored} is not a number`, offset);
    return value;
  };
  const whole = (place: FieldPlace, key: "uid" | "gid" | "size"): number => {
    const record = valueOf(records, key)?.toString("latin1");
    const value = record === undefined ? number(place, key) : /^[0-9]+$/.test(record) ? Number(record) : -1;
    if (value < 0 || !Number.isSafeInteger(value)) {
      throw invalidArchive(`the ${key} of ${stored} is out of range: ${record ?? value}`, offset);
    }
    return value;
  };
  const size = whole(headerFields.size, "size");

  return {
    path: withoutSlash(stored),
    type,
    mode: number(headerFields.mode, "mode") & 0o7777,
    uid: whole(headerFields.uid, "uid"),
    gid: whole(headerFields.gid, "gid"),
    // POSIX gives other types no body bytes whatever their size field says; some writers fill it in anyway.
    size: type === "file" ? size : 0,
    mtime: modificationTime(records, offset) ?? number(headerFields.mtime, "time"),
    ...(type === "symlink" || type === "hardlink"
      ? { linkPath: linkPathOf(block, records, stored, readName) }
      : {}),
    ...(type === "character" || type === "block"
      ? {
          device: {
            major: number(headerFields.deviceMajor, "major device number"),
            minor: number(headerFields.deviceMinor, "minor device number"),
          },
        }
      : {}),
    xattrs: xattrsOf(records),
  };
}

/** Records that change what a member is: ignoring one would give wrong bytes or lose an access list. */
const lossyKeys = ["GNU.sparse.", "SCHILY.realsize", "SCHILY.acl."];

function refuseLossy(records: PaxRecords, offset: number): void {
  for (const key of records.keys()) {
    if (lossyKeys.some((lossy) => key.startsWith(lossy))) {
      throw invalidArchive(`the PAX record ${key} is not supported`, offset);
    }
  }
}

/** An empty value cancels a global record (POSIX); only extended attributes may really be empty. */
function valueOf(records: PaxRecords, key: string): Buffer | undefined {
  const value = records.get(key);
  return value === undefined || value.length === 0 ? undefined : value;
}

const separator = Buffer.from("/");

function ustarName(block: Buffer): Buffer {
  const name = fieldBytes(block, headerFields.name);
  // GNU's own magic is "ustar " and a space; it stores times where POSIX has the prefix.
  if (block.toString("latin1", headerFields.magic.offset, headerFields.magic.offset + 6) !== "ustar\0")
    return name;
  const prefix = fieldBytes(block, headerFields.prefix);
  return prefix.length === 0 ? name : Buffer.concat([prefix, separator, name]);
}

const typesOfFlags: Readonly<Record<string, TarEntryType>> = {
  "\0": "file",
  "0": "file",
  "1": "hardlink",
  "2": "symlink",
  "3": "character",
  "4": "block",
  "5": "directory",
  "6": "fifo",
  "7": "file",
};

function typeOf(block: Buffer, stored: string, offset: number): TarEntryType {
  const flag = String.fromCharCode(block[headerFields.typeFlag.offset] ?? 0);
  const type = typesOfFlags[flag];
  if (type === undefined) {
    const what = flag === "S" ? "a sparse file" : `of the unknown type ${JSON.stringify(flag)}`;
    throw invalidArchive(`${stored} is ${what}, which is not supported`, offset);
  }
  return type === "file" && stored.endsWith("/") ? "directory" : type;
}

function withoutSlash(stored: string): string {
  const cut = stored.replace(/\/+$/, "");
  return cut === "" && stored !== "" ? "/" : cut;
}

function linkPathOf(block: Buffer, records: PaxRecords, stored: string, readName: NameReader): string {
  return readName(
    valueOf(records, "linkpath") ?? fieldBytes(block, headerFields.linkName),
    `the link target of ${stored}`,
  );
}

function modificationTime(records: PaxRecords, offset: number): number | undefined {
  const text = valueOf(records, "mtime")?.toString("latin1");
  if (text === undefined) return undefined;
  const parts = /^(-?[0-9]{1,15})(?:\.([0-9]*))?$/.exec(text);
  if (parts === null) throw invalidArchive(`the time ${JSON.stringify(text)} is not a number`, offset);
  // By digits: as a binary fraction, .999999999 of a present-day time would round up to the next second.
  const below = text.startsWith("-") && /[1-9]/.test(parts[2] ?? "");
  return Number(parts[1]) - (below ? 1 : 0);
}

const noXattrs: ReadonlyMap<string, Buffer> = new Map();

function xattrsOf(records: PaxRecords): ReadonlyMap<string, Buffer> {
  let xattrs: Map<string, Buffer> | undefined;
  for (const [key, value] of records) {
    const name = xattrOfPaxKey(key);
    if (name !== undefined) (xattrs ??= new Map()).set(name, value);
  }
  return xattrs ?? noXattrs;
}
