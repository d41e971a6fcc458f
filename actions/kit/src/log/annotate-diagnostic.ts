import type { Diagnostic } from "@debootc/core/error/diagnostic";
import { formatDiagnostic } from "@debootc/core/error/format-diagnostic";
import { relative } from "node:path";
import type { ActionLog } from "./action-log.ts";

/** Reports a finding as an annotation; one of a file of the workspace is shown at its line in the pull request. */
export function annotateDiagnostic(log: ActionLog, diagnostic: Diagnostic, workspace: string): void {
  const { severity, file, line, column, includedFrom, code } = diagnostic;
  const shown = {
    ...diagnostic,
    ...(file === undefined ? {} : { file: inWorkspace(file, workspace) }),
    ...(includedFrom === undefined
      ? {}
      : { includedFrom: includedFrom.map((path) => inWorkspace(path, workspace)) }),
  };
  log.annotate(severity, formatDiagnostic(shown), {
    title: `debootc: ${code}`,
    ...(shown.file === undefined ? {} : { file: shown.file }),
    ...(line === undefined ? {} : { startLine: line }),
    ...(column === undefined ? {} : { startColumn: column }),
  });
}

/** Returns a path as the runner knows it: relative, unless it is elsewhere. */
function inWorkspace(path: string, workspace: string): string {
  const inside = relative(workspace, path);
  return inside === "" || inside.startsWith("..") ? path : inside;
}
