import type { Answer } from "../api/call.ts";
import type { Identity } from "../apps/identity.ts";
import { callerOf } from "./cost-of.ts";
import type { HttpContext } from "./request.ts";
import type { Service } from "./service.ts";

/** Sends an answer with the headers that GitHub gives to all: its time, its limits, a number to ask about. */
export function respond(
  { world, limiter }: Service,
  context: HttpContext,
  identity: Identity,
  { status, body, bytes, headers = {} }: Answer,
): Response {
  const now = world.clock.now();
  const { limit, used, remaining, reset } = limiter.budget(
    callerOf(identity),
    identity.kind === "anonymous",
    now,
  );
  const all: Record<string, string> = {
    date: new Date(now).toUTCString(),
    "x-github-request-id": `FAKE:${world.ledger.requests.length}`,
    "x-github-media-type": "github.v3; format=json",
    "x-ratelimit-limit": String(limit),
    "x-ratelimit-used": String(used),
    "x-ratelimit-remaining": String(remaining),
    "x-ratelimit-reset": String(reset),
    "x-ratelimit-resource": "core",
    ...(world.enterpriseServer === undefined
      ? {}
      : { "x-github-enterprise-version": `enterprise-server@${world.enterpriseServer}` }),
    ...headers,
  };
  if (bytes !== undefined) return context.newResponse(new Uint8Array(bytes), status as 200, all);
  if (body === undefined) return context.newResponse(null, status as 200, all);
  all["content-type"] = "application/json; charset=utf-8";
  return context.newResponse(JSON.stringify(body), status as 200, all);
}
