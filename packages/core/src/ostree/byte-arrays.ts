/** Parses byte arrays as ostree prints them, in GVariant's text form: `[[byte 0x88, 0x75], [0x01]]`. */
export function parseByteArrays(text: string): Uint8Array[] {
  return [...text.matchAll(/\[(?:byte )?((?:0x[0-9a-f]{2}(?:, )?)+)\]/g)].map(([, list = ""]) =>
    Uint8Array.from(list.split(", "), (byte) => Number.parseInt(byte, 16)),
  );
}
