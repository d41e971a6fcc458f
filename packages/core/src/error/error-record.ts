import * as z from "zod";
import { diagnosticSchema } from "./diagnostic.ts";
import { type ErrorCode, errorCodes } from "./codes.ts";
import { failureClasses } from "./failure-class.ts";
import { DebootcError } from "./debootc-error.ts";

const codes = Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]];

/** Describes an error that is stored or crosses processes: worker to command line, leg to hub, hub to check run. */
export const errorRecordSchema = z.strictObject({
  code: z.enum(codes),
  class: z.enum(failureClasses),
  message: z.string(),
  hint: z.string().optional(),
  diagnostics: z.array(diagnosticSchema),
});
export type ErrorRecord = z.infer<typeof errorRecordSchema>;

/** Turns anything thrown into a record; whatever is not a DebootcError is a fault of debootc. */
export function toErrorRecord(error: unknown): ErrorRecord {
  if (error instanceof DebootcError) {
    return {
      code: error.code,
      class: errorCodes[error.code].class,
      message: error.message,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      diagnostics: [...error.diagnostics],
    };
  }
  return {
    code: "internal-fault",
    class: "fault",
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    hint: "This is a fault of debootc: please report it with the log of the compose.",
    diagnostics: [],
  };
}

/** Returns the error that a record was made of. Its cause is no part of a record. */
export function fromErrorRecord(record: ErrorRecord, cause?: unknown): DebootcError {
  return new DebootcError(record.code, record.message, {
    ...(record.hint === undefined ? {} : { hint: record.hint }),
    diagnostics: record.diagnostics,
    ...(cause === undefined ? {} : { cause }),
  });
}
