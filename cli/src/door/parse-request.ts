import { type CheckedRequest, checkRequest } from "@debootc/core/request/check-request";
import type { RequestSchema } from "@debootc/core/request/describe-request";
import { flagOf } from "./options-from-request.ts";

/** Checks the values of a command line and makes all their paths absolute. Throws `usage` with every mistake. */
export function parseRequest<Schema extends RequestSchema>(
  schema: Schema,
  values: Record<string, unknown>,
  directory: string,
): CheckedRequest<Schema> {
  return checkRequest(schema, values, {
    directory,
    nameOf: (name, { positional }) => (positional ? `<${name}>` : flagOf(name)),
  });
}
