/** Names what a block of ASCII armour contains. */
export type ArmourKind = "PUBLIC" | "PRIVATE";

const begin = (kind: ArmourKind) => `-----BEGIN PGP ${kind} KEY BLOCK-----`;
const end = (kind: ArmourKind) => `-----END PGP ${kind} KEY BLOCK-----`;

/** Decodes ASCII armour (RFC 9580, 6); returns undefined for a text that has none, or a damaged one. */
export function unarmoured(text: string, kind: ArmourKind = "PUBLIC"): Uint8Array | undefined {
  const block = new RegExp(`^${begin(kind)}[ \\t]*\\n([^]*?)^${end(kind)}`, "gm");
  const parts = [...text.replaceAll("\r", "").matchAll(block)].map(([, inside = ""]) => {
    // Headers end at an empty line; a line that begins with `=` is the optional checksum.
    const lines = inside.slice(inside.search(/^[ \t]*$/m)).split("\n");
    const base64 = lines.filter((line) => !line.startsWith("=")).map((line) => line.trim());
    return bytesOfBase64(base64.join(""));
  });
  if (parts.length === 0 || parts.includes(undefined)) return undefined;
  return Uint8Array.from(parts.flatMap((part) => [...(part ?? [])]));
}

/**
 * Encodes bytes in ASCII armour. Its checksum is optional, but without it GnuPG finds no end if base64 needs no
 * padding.
 */
export function armoured(bytes: Uint8Array): string {
  const lines = base64Of(bytes).match(/.{1,64}/g) ?? [];
  return `${[begin("PUBLIC"), "", ...lines, `=${base64Of(checksumOf(bytes))}`, end("PUBLIC")].join("\n")}\n`;
}

/** Computes CRC-24 (RFC 9580, 6.1.1). */
function checksumOf(bytes: Uint8Array): Uint8Array {
  let crc = 0xb704ce;
  for (const byte of bytes) {
    crc ^= byte << 16;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x800000) === 0 ? crc << 1 : (crc << 1) ^ 0x1864cfb;
  }
  return Uint8Array.from([(crc >> 16) & 0xff, (crc >> 8) & 0xff, crc & 0xff]);
}

/** Decodes base64; returns undefined for an empty text or one that is not base64. */
export function bytesOfBase64(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) return undefined;
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function base64Of(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
