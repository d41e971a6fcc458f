import { packetsOf } from "./packets.ts";

/** Says who made a signature according to itself, which is only reliable once the signature was checked. */
export interface SignatureIssuer {
  /** Fingerprint of the key, or its last 16 digits, in upper-case hexadecimal digits. */
  readonly key: string;
  /** Seconds. */
  readonly made?: number;
}

const signatureTag = 2;
const subpackets = { created: 2, issuer: 16, issuerFingerprint: 33 };

/** Reads the packet of a detached signature (RFC 9580, 5.2.3); returns undefined for anything else. */
export function signatureIssuer(bytes: Uint8Array): SignatureIssuer | undefined {
  const body = packetsOf(bytes)?.find(({ tag }) => tag === signatureTag)?.body;
  if (body?.[0] !== 4) return undefined;
  const hashedLength = numberAt(body, 4, 2);
  const unhashedAt = 6 + hashedLength;
  const all = [
    ...subpacketsOf(body.subarray(6, unhashedAt)),
    ...subpacketsOf(body.subarray(unhashedAt + 2, unhashedAt + 2 + numberAt(body, unhashedAt, 2))),
  ];
  const find = (wanted: number) => all.find(({ type }) => type === wanted)?.content;
  const key = find(subpackets.issuerFingerprint)?.subarray(1) ?? find(subpackets.issuer);
  const created = find(subpackets.created);
  if (key === undefined) return undefined;
  return {
    key: Array.from(key, (byte) => byte.toString(16).padStart(2, "0"))
      .join("")
      .toUpperCase(),
    ...(created === undefined ? {} : { made: numberAt(created, 0, 4) }),
  };
}

function subpacketsOf(area: Uint8Array): { readonly type: number; readonly content: Uint8Array }[] {
  const found = [];
  for (let at = 0; at < area.length; ) {
    const first = area[at] ?? 0;
    const size = first < 192 ? 1 : first < 255 ? 2 : 5;
    const length =
      size === 1
        ? first
        : size === 2
          ? ((first - 192) << 8) + (area[at + 1] ?? 0) + 192
          : numberAt(area, at + 1, 4);
    const start = at + size;
    if (length < 1) break;
    // The highest bit means that the subpacket is critical and must be understood.
    found.push({ type: (area[start] ?? 0) & 0x7f, content: area.subarray(start + 1, start + length) });
    at = start + length;
  }
  return found;
}

/** Reads a number; bytes beyond the end count as 0. */
function numberAt(bytes: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (let index = at; index < at + size; index += 1) value = value * 256 + (bytes[index] ?? 0);
  return value;
}
