import { DebootcError } from "../error/debootc-error.ts";
import { printable } from "../text/printable.ts";

/** Describes one fault in a file of a source package; lines and columns count from 1. */
export interface SourceFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly allowed?: string;
  readonly hint?: string;
}

const most = 20;

/** Returns a `source-invalid` with the place of every fault of a file. `what` says what is wrong with the whole. */
export function sourceFaultsError(
  file: string,
  what: string,
  faults: readonly SourceFault[],
  hint?: string,
): DebootcError {
  const shown = faults
    .toSorted((a, b) => a.line - b.line || a.column - b.column)
    .slice(0, most)
    .map((fault) => ({
      ...fault,
      severity: "error" as const,
      code: "source-invalid",
      file,
      message: printable(fault.message),
    }));
  const more = faults.length - shown.length;
  const count = faults.length === 1 ? "" : ` (${faults.length} faults)`;
  return new DebootcError("source-invalid", `${file}: ${what}${count}`, {
    ...(hint === undefined ? {} : { hint }),
    diagnostics:
      more === 0
        ? shown
        : [...shown, { severity: "error", code: "source-invalid", file, message: `and ${more} more` }],
  });
}
