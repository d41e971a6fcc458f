import { digestOfBytes } from "./digest.ts";

/** Returns a UUID of version 8 (RFC 9562, 5.8), whose bits come from a digest of the text: equal texts have equal names. */
export function uuidOf(text: string): string {
  const hex = digestOfBytes(text).slice("sha256:".length);
  const variant = ((Number.parseInt(hex[16] as string, 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
