import { DebootcError } from "@debootc/core/error/debootc-error";
import { errorRecordSchema, fromErrorRecord, toErrorRecord } from "@debootc/core/error/error-record";
import { reasonOf } from "@debootc/tools/errno";
import * as z from "zod";

const causeSchema = z.union([
  z.strictObject({ record: errorRecordSchema }),
  z.strictObject({
    name: z.string(),
    message: z.string(),
    stack: z.string().optional(),
    /** Of the system, such as `EACCES`. */
    code: z.string().optional(),
  }),
]);
type Cause = z.infer<typeof causeSchema>;

/** Describes an error as it crosses from one process of debootc to another, with all that led to it. */
export const carriedErrorSchema = z.strictObject({
  record: errorRecordSchema,
  /** Each the cause of the one before it. */
  causes: z.array(causeSchema),
});
export type CarriedError = z.infer<typeof carriedErrorSchema>;

/** More than this is a circle, or helps nobody. */
const mostCauses = 8;

/** Packs an error for another process. One that nobody expected is the cause of the fault that it becomes there. */
export function carryError(error: unknown): CarriedError {
  const causes: Cause[] = [];
  let cause = error instanceof DebootcError ? error.cause : error;
  while (cause !== undefined && causes.length < mostCauses) {
    causes.push(carryCause(cause));
    cause = causeOf(cause);
  }
  return { record: toErrorRecord(error), causes };
}

/** Returns the error that another process packed, to be thrown here. */
export function carriedError({ record, causes }: CarriedError): DebootcError {
  let cause: unknown;
  for (const one of causes.toReversed()) cause = thrownCause(one, cause);
  return fromErrorRecord(record, cause);
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}

function carryCause(cause: unknown): Cause {
  if (cause instanceof DebootcError) return { record: toErrorRecord(cause) };
  if (!(cause instanceof Error)) return { name: "Error", message: String(cause) };
  const { name, stack } = cause;
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
  return {
    name,
    message: reasonOf(cause),
    ...(stack === undefined ? {} : { stack }),
    ...(code === undefined ? {} : { code }),
  };
}

function thrownCause(carried: Cause, cause: unknown): Error {
  if ("record" in carried) return fromErrorRecord(carried.record, cause);
  const { message, ...facts } = carried;
  return Object.assign(new Error(message, cause === undefined ? undefined : { cause }), facts);
}
