/**
 * Holds the records of a PAX extended header: `<length> <key>=<value>\n`, where the length includes itself. Values stay
 * bytes: those of `SCHILY.xattr.security.capability` are not text, and decoding them as UTF-8 loses them.
 */
export type PaxRecords = ReadonlyMap<string, Buffer>;

/** Parses records; returns `undefined` when the bytes are malformed. */
export function parsePaxRecords(bytes: Buffer): Map<string, Buffer> | undefined {
  const records = new Map<string, Buffer>();
  let at = 0;
  while (at < bytes.length) {
    const space = bytes.indexOf(0x20, at);
    const equals = bytes.indexOf(0x3d, space);
    if (space === -1 || equals === -1) return undefined;
    const digits = bytes.toString("latin1", at, space);
    const end = at + Number(digits);
    if (!/^[0-9]{1,15}$/.test(digits) || end > bytes.length || equals >= end || bytes[end - 1] !== 0x0a)
      return undefined;
    records.set(bytes.toString("utf8", space + 1, equals), bytes.subarray(equals + 1, end - 1));
    at = end;
  }
  return records;
}

/** Encodes records in the order of their keys, so that equal maps give equal bytes. */
export function encodePaxRecords(records: PaxRecords): Buffer {
  const sorted = [...records].sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.concat(sorted.map(([key, value]) => encodeRecord(Buffer.from(`${key}=`), value)));
}

const xattrPrefix = "SCHILY.xattr.";

/** Returns the name of the extended attribute in a PAX key, if it is one. */
export function xattrOfPaxKey(key: string): string | undefined {
  if (!key.startsWith(xattrPrefix)) return undefined;
  return key.slice(xattrPrefix.length).replaceAll("%3D", "=").replaceAll("%25", "%");
}

/** Returns the PAX key of an extended attribute. A key ends at the first `=`, so that becomes `%3D`, as in GNU tar. */
export function paxKeyOfXattr(name: string): string {
  return xattrPrefix + name.replaceAll("%", "%25").replaceAll("=", "%3D");
}

function encodeRecord(keyed: Buffer, value: Buffer): Buffer {
  const bare = keyed.length + value.length + 2;
  let length = bare + String(bare).length;
  if (String(length).length !== String(bare).length) length = bare + String(length).length;
  return Buffer.concat([Buffer.from(`${length} `), keyed, value, Buffer.from("\n")]);
}
