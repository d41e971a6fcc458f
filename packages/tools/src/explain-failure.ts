import type { DebootcError } from "@debootc/core/error/debootc-error";
import { fullDiskError, fullDiskLine } from "./full-disk.ts";

/** Describes a program that has failed. */
export interface FailedProgram {
  readonly tool: string;
  /** Absent for a program that was killed. */
  readonly exitCode?: number | undefined;
  /** Empty where a program's output was streamed. */
  readonly stdout: string;
  readonly stderr: string;
}

/** Explains a failure by what any program says about it; undefined where its exit status has to do. */
export function explainFailure({ tool, stdout, stderr }: FailedProgram): DebootcError | undefined {
  const line = fullDiskLine(`${stderr}\n${stdout}`);
  return line === undefined ? undefined : fullDiskError(tool, line);
}
