import type { Digest } from "../record/digest.ts";

/** Names the list of checksums in the directory `compose` of a compose. */
export const checksumsFile = "SHA256SUMS";

/** Formats checksums by path as `sha256sum --check` reads them, sorted by path. */
export function checksumsText(digests: ReadonlyMap<string, Digest>): string {
  return [...digests]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, digest]) => {
      const escaped = path.replace(/[\\\n\r]/g, (character) => escapes[character] ?? character);
      return `${escaped === path ? "" : "\\"}${digest.replace("sha256:", "")}  ${escaped}\n`;
    })
    .join("");
}

/** As GNU's program writes them, which marks such a line by a backslash of its own. */
const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r" };
