import { OpenAPIHono, z } from "@hono/zod-openapi";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { ApiEnv } from "./api-dependencies.ts";

/** Makes a router whose routes answer with a problem to a request that does not fit their schemas. */
export function newRouter(): OpenAPIHono<ApiEnv> {
  return new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (result.success) return;
      const places = {
        json: "body",
        query: "query",
        param: "path",
        header: "header",
        form: "form",
        cookie: "cookie",
      };
      const mistakes = result.error.issues
        .slice(0, mostMistakes)
        .map((issue) => `${[places[result.target], ...issue.path].join(".")}: ${issue.message}`);
      throw new DebootcError("request-invalid", `cannot use the request: ${mistakes.join("; ")}`, {
        hint: "/openapi.json and /docs describe every route.",
      });
    },
  });
}

const mostMistakes = 10;

interface JsonAnswer<T> {
  200: { description: string; content: { "application/json": { schema: T } } };
}

/** Returns the answer of a route as JSON. */
export function jsonAnswer<T extends z.ZodType>(schema: T, description: string): JsonAnswer<T> {
  return { 200: { description, content: { "application/json": { schema } } } };
}

/** Returns the body that a route takes as JSON. */
export function jsonBody<T extends z.ZodType>(schema: T) {
  return { required: true, content: { "application/json": { schema } } } as const;
}
