import { DebootcError } from "@debootc/core/error/debootc-error";
import type { MiddlewareHandler } from "hono";
import { checkKey } from "../../keys/api-keys.ts";
import type { ApiDependencies, ApiEnv } from "./api-dependencies.ts";
import { problemAnswer } from "./problem.ts";

/** Lets only requests with a good key through, as `Authorization: Bearer KEY`. */
export function authenticate({ database, clock }: ApiDependencies): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const [scheme = "", text = ""] = (c.req.header("Authorization") ?? "").split(/ +/, 2);
    const key =
      scheme.toLowerCase() === "bearer" ? await checkKey(database.queries, text, clock()) : undefined;
    if (key === undefined) throw refusal(c.req.header("Authorization"));
    c.set("key", key);
    return next();
  };
}

/**
 * Does the same for pages that people read: a browser asks for the key as a password. It keeps sending that by itself, so
 * that it counts only where nothing can be changed.
 */
export function authenticateReader({ database, clock }: ApiDependencies): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const given = c.req.header("Authorization");
    const [scheme = "", text = ""] = (given ?? "").split(/ +/, 2);
    const secret = scheme.toLowerCase() === "basic" ? passwordOf(text) : text;
    const key = await checkKey(database.queries, secret, clock());
    if (key === undefined) {
      return problemAnswer(refusal(given), { "WWW-Authenticate": 'Basic realm="debootc", charset="UTF-8"' });
    }
    c.set("key", key);
    return next();
  };
}

function passwordOf(encoded: string): string {
  const text = Buffer.from(encoded, "base64").toString("utf8");
  return text.slice(text.indexOf(":") + 1);
}

function refusal(given: string | undefined): DebootcError {
  return new DebootcError(
    "not-authenticated",
    given === undefined ? "the request has no key" : "the key of the request is unknown, expired or revoked",
    {
      hint: "Send `Authorization: Bearer KEY`. The first start of the hub prints a key; `debootc orchestrator keys create NAME` makes others.",
    },
  );
}
