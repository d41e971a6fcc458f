import type { Digest } from "../record/digest.ts";

/** Reads a list of checksums as `checksumsText` writes it. Returns undefined if a line is no checksum, or a path is there twice. */
export function parseChecksums(text: string): ReadonlyMap<string, Digest> | undefined {
  const digests = new Map<string, Digest>();
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const [, isEscaped, hex, name = ""] = /^(\\?)([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    if (hex === undefined) return undefined;
    const path = isEscaped === "" ? name : name.replace(/\\(.)/g, (_, sign: string) => plain[sign] ?? sign);
    if (digests.has(path)) return undefined;
    digests.set(path, `sha256:${hex}`);
  }
  return digests;
}

const plain: Readonly<Record<string, string>> = { "\\": "\\", n: "\n", r: "\r" };
