import { isUtf8 } from "node:buffer";

/**
 * Converts a name of any bytes to text, for code that must report bad names rather than refuse them: each byte that is
 * not UTF-8 becomes a lone surrogate, U+DC80 to U+DCFF, as in Python (PEP 383). Different bytes give different text,
 * and only such text is not well-formed.
 */
export function escapedName(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] ?? 0;
    const sequence = bytes.subarray(at, at + sequenceLength(byte));
    if (isUtf8(sequence)) {
      text += sequence.toString("utf8");
      at += sequence.length;
    } else {
      text += String.fromCharCode(0xdc00 + byte);
      at += 1;
    }
  }
  return text;
}

/** Returns the bytes of a name that `escapedName` made, or of any other text as UTF-8. */
export function bytesOfName(name: string): Buffer {
  if (name.isWellFormed()) return Buffer.from(name);
  const pieces = name.split(/([\udc80-\udcff]+)/u).map((piece, index) =>
    // A surrogate that stands for a byte has it in its lower half.
    index % 2 === 0 ? Buffer.from(piece) : Buffer.from(piece, "latin1"),
  );
  return Buffer.concat(pieces);
}

/** Returns a printable form of a name: control characters and bytes that are not UTF-8 become `\xff`. */
export function printableName(name: string): string {
  return name.replace(/[\p{Cc}\p{Cs}]/gu, (character) => {
    const code = character.charCodeAt(0);
    // The low surrogates from U+DC80 stand for bytes; other surrogates come only from JavaScript.
    const byte = code >= 0xdc80 && code <= 0xdcff ? code - 0xdc00 : code;
    return byte <= 0xff ? `\\x${byte.toString(16).padStart(2, "0")}` : `\\u${byte.toString(16)}`;
  });
}

function sequenceLength(first: number): number {
  if (first >= 0xf0) return 4;
  if (first >= 0xe0) return 3;
  return first >= 0xc0 ? 2 : 1;
}
