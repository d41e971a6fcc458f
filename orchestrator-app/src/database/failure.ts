import type { Diagnostic } from "@debootc/core/error/diagnostic";
import type { FailureClass } from "@debootc/core/error/failure-class";

/** Describes why an attempt or a run failed: the record of core's errors, as far as it is known. */
export interface Failure {
  readonly code: string;
  readonly class: FailureClass;
  readonly message: string;
  readonly hint?: string;
  /** What is wrong at places of files of the repository. */
  readonly diagnostics?: readonly Diagnostic[];
}
