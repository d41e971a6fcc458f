/** Describes an OpenPGP packet (RFC 9580, 4). */
export interface Packet {
  readonly tag: number;
  readonly body: Uint8Array;
}

/** Splits a stream into packets, in the old or the new format; returns undefined if it is malformed or truncated. */
export function packetsOf(bytes: Uint8Array): readonly Packet[] | undefined {
  const packets: Packet[] = [];
  for (let at = 0; at < bytes.length; ) {
    const head = headerAt(bytes, at);
    if (head === undefined || head.start + head.length > bytes.length) return undefined;
    packets.push({ tag: head.tag, body: bytes.subarray(head.start, head.start + head.length) });
    at = head.start + head.length;
  }
  return packets;
}

interface Header {
  readonly tag: number;
  readonly start: number;
  readonly length: number;
}

/** Reads a header. Keys have no packet of unknown or partial length, so such packets count as damage. */
function headerAt(bytes: Uint8Array, at: number): Header | undefined {
  const first = bytes[at] ?? 0;
  if ((first & 0x80) === 0) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const number = (size: 1 | 2 | 4, from: number): number | undefined => {
    if (from + size > bytes.length) return undefined;
    return size === 1 ? view.getUint8(from) : size === 2 ? view.getUint16(from) : view.getUint32(from);
  };
  const header = (tag: number, start: number, length: number | undefined) =>
    length === undefined ? undefined : { tag, start, length };
  if ((first & 0x40) === 0) {
    const size = ([1, 2, 4] as const)[first & 3];
    return size && header((first >> 2) & 0x0f, at + 1 + size, number(size, at + 1));
  }
  const tag = first & 0x3f;
  const short = number(1, at + 1);
  if (short === undefined || (short >= 224 && short < 255)) return undefined;
  if (short < 192) return header(tag, at + 2, short);
  if (short === 255) return header(tag, at + 6, number(4, at + 2));
  const second = number(1, at + 2);
  return header(tag, at + 3, second === undefined ? undefined : ((short - 192) << 8) + second + 192);
}
