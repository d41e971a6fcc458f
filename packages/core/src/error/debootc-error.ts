import type { Diagnostic } from "./diagnostic.ts";
import { type ErrorCode, errorCodes } from "./codes.ts";

interface DebootcErrorOptions {
  /** What to do next, one sentence. */
  readonly hint?: string;
  /** The single findings behind the failure, where there is more than one or where they have a place in a file. */
  readonly diagnostics?: readonly Diagnostic[];
  readonly cause?: unknown;
}

/** Every expected failure of debootc. Anything else that is thrown counts as `internal-fault`. */
export class DebootcError extends Error {
  override readonly name = "DebootcError";
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly diagnostics: readonly Diagnostic[];

  constructor(code: ErrorCode, message: string, options: DebootcErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.diagnostics = options.diagnostics ?? [];
  }

  get exitStatus(): number {
    return errorCodes[this.code].exit;
  }
}
