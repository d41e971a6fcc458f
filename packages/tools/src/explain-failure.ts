import type { DebootcError } from "@debootc/core/error/debootc-error";
import { fullDiskError, fullDiskLine, isDiskFull } from "./full-disk.ts";

/** Describes a program that has failed. */
export interface FailedProgram {
  readonly tool: string;
  /** Absent for a program that was killed. */
  readonly exitCode?: number | undefined;
  /** Empty where a program's output was streamed. */
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Explains a failure by what any program says about it; undefined where its exit status has to do. With `writes`, the words
 * may be those of a package, and are believed only if the disk of one of these directories is full indeed.
 */
export function explainFailure(
  { tool, stdout, stderr }: FailedProgram,
  writes?: readonly string[],
): DebootcError | undefined {
  const line = fullDiskLine(`${stderr}\n${stdout}`);
  if (line === undefined || (writes !== undefined && !writes.some(isDiskFull))) return undefined;
  return fullDiskError(tool, line);
}
