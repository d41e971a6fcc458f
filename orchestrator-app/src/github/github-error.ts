import { DebootcError } from "@debootc/core/error/debootc-error";

interface Details {
  readonly hint: string;
  /** The status of GitHub's answer, if there was one. */
  readonly status?: number;
  /** Whether GitHub may have done what it was asked for all the same. */
  readonly mayBeDone?: boolean;
  /** No call of the same kind makes sense before. */
  readonly retryAt?: Date;
  readonly cause?: unknown;
}

/** Represents a call of GitHub that failed, with what its caller has to know to go on. */
export class GitHubError extends DebootcError {
  readonly status: number | undefined;
  readonly mayBeDone: boolean;
  readonly retryAt: Date | undefined;

  constructor(
    code: "github-unreachable" | "github-refused",
    message: string,
    { hint, status, mayBeDone = false, retryAt, cause }: Details,
  ) {
    super(code, message, { hint, cause });
    this.status = status;
    this.mayBeDone = mayBeDone;
    this.retryAt = retryAt;
  }
}
