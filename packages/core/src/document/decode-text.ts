import type { YamlFault } from "./yaml-node.ts";

const asUtf8 = "Save the file as UTF-8 without a byte order mark.";

/**
 * Returns the text of a file that must be UTF-8, or what is wrong with it; never throws. `largest` counts bytes.
 */
export function decodeText(bytes: Uint8Array, largest: number): { text: string; fault?: YamlFault } {
  if (bytes.length > largest) {
    const message = `the file has ${bytes.length} bytes, more than the ${largest} that debootc reads`;
    const hint = "Check that this is the right file, or split it.";
    return { text: "", fault: { offset: 0, message, hint } };
  }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return { text: "", fault: { offset: 0, message: "the file is UTF-16, not UTF-8", hint: asUtf8 } };
  }
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  if (text.startsWith("\ufeff")) {
    return { text, fault: { offset: 0, message: "the file begins with a byte order mark", hint: asUtf8 } };
  }
  const valid = validPrefix(bytes);
  if (valid === bytes.length) return { text };
  const offset = new TextDecoder("utf-8").decode(bytes.subarray(0, valid)).length;
  const byte = `0x${bytes[valid]?.toString(16).padStart(2, "0")}`;
  const hint = bytes.includes(0) ? "It is not a text file: check that this is the right one." : asUtf8;
  return { text, fault: { offset, message: `the byte ${byte} is not UTF-8`, hint } };
}

/** Counts the bytes from the start that are whole, valid UTF-8. */
function validPrefix(bytes: Uint8Array): number {
  if (decodes(bytes, false)) return bytes.length;
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (decodes(bytes.subarray(0, middle), true)) low = middle;
    else high = middle - 1;
  }
  // The longest prefix that could still go on may end inside a character.
  while (low > 0 && !decodes(bytes.subarray(0, low), false)) low--;
  return low;
}

function decodes(bytes: Uint8Array, mayGoOn: boolean): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: mayGoOn });
    return true;
  } catch {
    return false;
  }
}
