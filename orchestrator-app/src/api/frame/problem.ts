import { z } from "@hono/zod-openapi";
import type { DebootcError } from "@debootc/core/error/debootc-error";
import { failureClasses } from "@debootc/core/error/failure-class";
import { problemOf, problemType } from "@debootc/core/error/problem";

/** Describes every answer that is not a success (RFC 9457). */
export const problemSchema = z
  .strictObject({
    type: z.string().openapi({ description: "The page of the code at this hub: `/docs/errors#<code>`." }),
    title: z.string(),
    status: z.int(),
    detail: z.string().openapi({ description: "What was wrong with this request." }),
    code: z.string().openapi({ description: "The stable name of the failure, as in docs/errors.md." }),
    class: z.enum(failureClasses),
    hint: z.string().optional().openapi({ description: "What to do next." }),
  })
  .openapi("Problem");
const problemAnswers = {
  description: "A problem, by the table of errors.",
  content: { "application/problem+json": { schema: problemSchema } },
} as const;

/** Says in the document that any route may answer with a problem. */
export const problemResponses = { "4XX": problemAnswers, "5XX": problemAnswers } as const;

/** Returns the answer to a request that failed. */
export function problemAnswer(error: DebootcError, headers: Readonly<Record<string, string>> = {}): Response {
  const problem = problemOf(error);
  return new Response(`${JSON.stringify(problem)}\n`, {
    status: problem.status,
    headers: { "Content-Type": problemType, ...headers },
  });
}
