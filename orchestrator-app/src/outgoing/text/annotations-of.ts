import type { Diagnostic } from "@debootc/core/error/diagnostic";
import { printable } from "@debootc/core/text/printable";
import type { Failure } from "../../database/tables.ts";
import type { Annotation } from "../../github/check-calls.ts";

/** So many places are shown; whoever has more errors mends these first. */
const most = 200;

const levels = { error: "failure", warning: "warning", notice: "notice" } as const;

/** Returns the places in files of the repository that a failure speaks of. */
export function annotationsOf({ diagnostics = [] }: Failure): readonly Annotation[] {
  return diagnostics.slice(0, most).flatMap((diagnostic) => {
    const { file, line, column, severity, key } = diagnostic;
    if (file === undefined || line === undefined || file.startsWith("/")) return [];
    return [
      {
        path: file,
        ...{ start_line: line, end_line: line },
        ...(column === undefined ? {} : { start_column: column, end_column: column }),
        annotation_level: levels[severity],
        message: messageOf(diagnostic),
        ...(key === undefined ? {} : { title: printable(key).slice(0, 200) }),
      },
    ];
  });
}

function messageOf({ message, given, allowed, hint }: Diagnostic): string {
  const lines = [
    message,
    ...(given === undefined ? [] : [`given: ${given}`]),
    ...(allowed === undefined ? [] : [`allowed: ${allowed}`]),
    ...(hint === undefined ? [] : [hint]),
  ];
  return lines.map((line) => printable(line).slice(0, 2000)).join("\n");
}
