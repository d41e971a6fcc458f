import { DebootcError } from "@debootc/core/error/debootc-error";
import type * as z from "zod";
import type { Queries } from "../database/database.ts";

/** Says in which transaction an event is handled, for which delivery, and when. */
export interface EventContext {
  readonly queries: Queries;
  /** The GUID of the delivery: whatever it starts is the only one of its cause. */
  readonly guid: string;
  readonly at: Date;
}

/** Changes the database as an event wants it; returns what came of it, for people. */
export type EventHandler = (context: EventContext, payload: unknown) => Promise<string>;

/**
 * Makes a handler of what needs a payload of a certain form. Another form is reported as `request-invalid`, with the fields
 * that are missing: another try would meet it again.
 */
export function eventHandler<S extends z.ZodType>(
  schema: S,
  handle: (context: EventContext, payload: z.output<S>) => Promise<string>,
): EventHandler {
  return async (context, payload) => {
    const parsed = schema.safeParse(payload);
    if (parsed.success) return handle(context, parsed.data);
    const faults = parsed.error.issues
      .slice(0, 5)
      .map(({ path, message }) => `${path.join(".") || "payload"}: ${message}`);
    throw new DebootcError("request-invalid", `cannot read the payload: ${faults.join("; ")}`);
  };
}
