import { escapedName } from "../../tar/escaped-name.ts";

/**
 * Returns the path in a line of tmpfiles.d(5), with its quotes and escapes resolved; undefined for an empty line or a
 * comment, false for a line that bootc cannot read. Specifiers and patterns stay as they are.
 */
export function tmpfilesPath(line: string): string | undefined | false {
  if (line === "" || line.startsWith("#")) return undefined;
  const [, rest] = /^\s*\S+\s*(.*)$/su.exec(line) ?? [];
  if (rest === undefined) return false;
  const quoted = rest.startsWith('"');
  const [raw = ""] =
    (quoted ? /^(?:\\.|[^"\\])*/su : /^(?:\\.|[^\s\\])*/su).exec(quoted ? rest.slice(1) : rest) ?? [];
  const pieces: Buffer[] = [];
  for (const [piece, hex] of raw.matchAll(/\\x([0-9A-Fa-f]{2})|\\.|[^\\]+/gsu)) {
    const escape = hex === undefined ? escapes.get(piece) : Buffer.of(Number.parseInt(hex, 16));
    if (escape === undefined && piece.startsWith("\\")) return false;
    pieces.push(escape ?? Buffer.from(piece));
  }
  return escapedName(Buffer.concat(pieces));
}

const escapes = new Map([
  ["\\\\", Buffer.from("\\")],
  ["\\n", Buffer.from("\n")],
  ["\\r", Buffer.from("\r")],
  ["\\t", Buffer.from("\t")],
]);
