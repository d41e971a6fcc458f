import { type ErrorCode, errorCodes } from "./codes.ts";
import { DebootcError } from "./debootc-error.ts";
import type { FailureClass } from "./failure-class.ts";

/** Describes a failure as an answer of HTTP does: problem details by RFC 9457, of the media type `problemType`. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly class: FailureClass;
  readonly hint?: string;
}

export const problemType = "application/problem+json";

/** Returns the problem of anything thrown. What a fault of debootc says of itself is for the log, not for the client. */
export function problemOf(error: unknown): Problem {
  const known = error instanceof DebootcError ? error : undefined;
  const code = known?.code ?? "internal-fault";
  const entry = errorCodes[code];
  return {
    type: `/docs/errors#${code}`,
    title: entry.summary,
    status: entry.http,
    detail: known?.message ?? "the hub failed; its log says how",
    code,
    class: entry.class,
    ...(known?.hint === undefined ? {} : { hint: known.hint }),
  };
}
