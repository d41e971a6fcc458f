import { formatDiagnostic } from "@debootc/core/error/format-diagnostic";
import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { Screen } from "../../screen/screen.ts";
import { shortPath } from "./short-path.ts";
import { wrapText } from "./wrap-text.ts";

interface Place {
  readonly style: Screen["style"];
  readonly directory: string;
  /** Lines are broken to fit; absent where nobody knows how wide the reader's window is. */
  readonly columns?: number;
  readonly indent?: number;
}

/** Where a finding stands that is written straight to a screen. */
export function placeOf(screen: Screen): Place {
  const { style, directory } = screen;
  return screen.interactive ? { style, directory, columns: screen.columns() } : { style, directory };
}

/** A finding as core words it: paths as one would type them here, the first line painted by severity. */
export function diagnosticText(
  diagnostic: Diagnostic,
  { style, directory, columns, indent = 0 }: Place,
): string {
  const { file, includedFrom, excerpt } = diagnostic;
  const short = {
    ...diagnostic,
    ...(file === undefined ? {} : { file: shortPath(file, directory) }),
    ...(includedFrom === undefined
      ? {}
      : { includedFrom: includedFrom.map((path) => shortPath(path, directory)) }),
  };
  const [first = "", ...rest] = formatDiagnostic(short).split("\n");
  const room = columns === undefined ? Number.POSITIVE_INFINITY : columns - indent - 1;
  const paintHint = (line: string) => line.replace(/^ *hint:/, style.accent);
  const paint = { error: style.bad, warning: style.warn, notice: style.accent }[diagnostic.severity];
  // A broken line of the file would part the marker from its place.
  const quoted = new Set(excerpt?.split("\n").map((line) => line.trim()));
  return [
    ...wrapText(first, room).map(paint),
    ...rest.flatMap((line) => (quoted.has(line.trim()) ? [line] : wrapText(line, room).map(paintHint))),
  ]
    .map((line) => `${" ".repeat(indent)}${line}`.trimEnd())
    .join("\n");
}
