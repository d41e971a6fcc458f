import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ApiDependencies } from "./api-dependencies.ts";
import { problemAnswer } from "./problem.ts";

/** Answers with a problem whatever a handler throws. Of a fault the caller gets a number to look for in the log. */
export function answerFault(
  error: unknown,
  c: Context,
  { randomBytes, logFault }: ApiDependencies,
): Response {
  if (error instanceof DebootcError) return problemAnswer(error, headersOf(error));
  if (error instanceof HTTPException && error.status < 500) {
    return problemAnswer(new DebootcError("request-invalid", `cannot read the request: ${error.message}`));
  }
  const id = Buffer.from(randomBytes(6)).toString("hex");
  logFault({ id, method: c.req.method, path: c.req.path }, error);
  if (isUnreachable(error)) {
    const said = new DebootcError("database-unreachable", "the hub cannot use its database at the moment", {
      hint: `Try again; the log of the hub has more under fault ${id}.`,
    });
    return problemAnswer(said, { "Retry-After": "5" });
  }
  return problemAnswer(
    new DebootcError("internal-fault", `a fault of the hub, number ${id}`, {
      hint: "The log of the hub has more under this number.",
    }),
  );
}

function headersOf({ code }: DebootcError): Record<string, string> {
  if (code === "hub-busy") return { "Retry-After": "10" };
  if (code === "not-authenticated") return { "WWW-Authenticate": 'Bearer realm="debootc"' };
  return {};
}

/** Codes of Node for a connection, and classes of PostgreSQL for one that breaks, is refused or has no place. */
function isUnreachable(error: unknown): boolean {
  const code = (error as { readonly code?: unknown } | null)?.code;
  if (typeof code !== "string") return false;
  return /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|08...|53...|57P0[123])$/.test(code);
}
