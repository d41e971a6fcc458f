import type { FailureClass } from "./failure-class.ts";

/** Says what follows from an error code. */
export interface ErrorCodeEntry {
  readonly class: FailureClass;
  /** Exit status of every debootc command that fails with this code. */
  readonly exit: number;
  /** HTTP status of the problem type that `https` doors answer with. */
  readonly http: number;
  readonly summary: string;
}
