import { decodeText } from "../document/decode-text.ts";
import type { Origin } from "../document/origin.ts";
import { isUnreadable, largestFile, type ReadFile } from "../document/read-file.ts";
import { excerptAt, linedText } from "../document/text-place.ts";
import type { Diagnostic } from "../error/diagnostic.ts";

/** Makes an error about a value of which only the place is known, with the line of the file. */
export function diagnosticAt(
  origin: Origin,
  words: Pick<Diagnostic, "message" | "key" | "given" | "allowed" | "hint">,
  read: ReadFile,
): Diagnostic {
  const place: Diagnostic = { severity: "error", code: "treefile-invalid", ...origin, ...words };
  const content = read(origin.file);
  if (isUnreadable(content)) return place;
  const lined = linedText(decodeText(content, largestFile).text);
  const offset = (lined.lineStarts[origin.line - 1] ?? 0) + origin.column - 1;
  return { ...place, excerpt: excerptAt(lined, offset) };
}
