/**
 * Returns an identifier that SPDX allows, of letters, digits, dots and hyphens only: `SPDXRef-Package-libc6--amd64`. Different
 * parts give different identifiers; a character that cannot be in one is written as its bytes (`libstdcX2bX2b6`).
 */
export function spdxId(kind: string, ...parts: readonly string[]): string {
  return `${kind}-${parts.map(encoded).join("--")}`;
}

/** Encodes `X` too, for it begins what is encoded, and each hyphen that could be taken for one between two parts. */
function encoded(part: string): string {
  return part.replace(/[^A-Za-z0-9.-]|X|^-|-$|(?<=-)-/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `X${byte.toString(16).padStart(2, "0")}`).join(""),
  );
}
