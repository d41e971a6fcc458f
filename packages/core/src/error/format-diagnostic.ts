import type { Diagnostic } from "./diagnostic.ts";

/**
 * A finding as text: `file:line:column: key: message`, then what was given and what is allowed, what to do, the line
 * of the file with a marker, and the files that led there. Without a final newline.
 */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { severity, message, key, hint, excerpt, includedFrom = [] } = diagnostic;
  const head = [placeText(diagnostic), severity === "error" ? undefined : severity, key, message];
  return [
    head.filter((part) => part !== undefined).join(": "),
    ...indented(choiceText(diagnostic)),
    ...indented(hint === undefined ? undefined : `hint: ${hint}`),
    ...(excerpt === undefined ? [] : excerpt.split("\n")),
    ...includedFrom.toReversed().map((file) => `  included from ${file}`),
  ].join("\n");
}

function placeText({ file, line, column }: Diagnostic): string | undefined {
  const parts = [file, line, column].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(":");
}

function choiceText({ given, allowed }: Diagnostic): string | undefined {
  const parts = [
    given === undefined ? [] : `given ${given}`,
    allowed === undefined ? [] : `allowed: ${allowed}`,
  ].flat();
  return parts.length === 0 ? undefined : parts.join("; ");
}

function indented(text: string | undefined): string[] {
  return text === undefined ? [] : text.split("\n").map((line) => `  ${line}`);
}
