import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { ApiError } from "../api/api-error.ts";
import { authorize } from "../api/authorize.ts";
import type { Answer, Call } from "../api/call.ts";
import { handlers } from "../api/handlers.ts";
import { authenticate } from "../apps/authenticate.ts";
import type { Identity } from "../apps/identity.ts";
import { delay } from "../clock/clock.ts";
import type { OperationDescription } from "../description/description.ts";
import type { OperationId } from "../description/served-operations.ts";
import type { RequestFault } from "../faults/fault.ts";
import { costOf } from "./cost-of.ts";
import { findNamedRepository } from "./named-repository.ts";
import { bytesOf, incompleteUpload, jsonBody, parametersOf } from "./read-request.ts";
import type { HttpContext } from "./request.ts";
import { respond } from "./respond.ts";
import type { Service } from "./service.ts";

const upload = "repos/upload-release-asset";

/** Answers a request of an operation: faults first, then who calls, limits, permissions, the request's form, and the work. */
export async function answerOperation(
  service: Service,
  id: OperationId,
  operation: OperationDescription,
  context: HttpContext,
): Promise<Response> {
  const { world, faults } = service;
  const fault = faults.ofRequest(id);
  if (fault?.do === "slow") await delay(world.clock, fault.milliseconds ?? 1000);
  const breaksOff = fault?.do === "break-off";
  if (fault?.do === "refuse" || (breaksOff && id !== upload)) return drop(service, id, context, 0);
  const { answer, identity } =
    fault?.do === "answer"
      ? { answer: refusalOf(fault), identity: { kind: "anonymous" } as const }
      : await attempt(service, id, operation, context, breaksOff);
  if (fault?.do === "lose-reply" || breaksOff) return drop(service, id, context, answer.status);
  world.ledger.requests.push({ operation: id, status: answer.status, answered: true });
  judge(service, id, answer);
  return respond(service, context, identity, answer);
}

async function attempt(
  service: Service,
  id: OperationId,
  operation: OperationDescription,
  context: HttpContext,
  breaksOff: boolean,
): Promise<{ answer: Answer; identity: Identity }> {
  let identity: Identity = { kind: "anonymous" };
  try {
    const who = authenticate(service.world, context.req.header("authorization"), service.world.clock.now());
    if (!("kind" in who)) throw new ApiError(who.status, who.message);
    identity = who;
    return { answer: await work(service, id, operation, context, identity, breaksOff), identity };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { answer: { status: error.status, body: error.body(), headers: error.headers }, identity };
  }
}

async function work(
  service: Service,
  id: OperationId,
  operation: OperationDescription,
  context: HttpContext,
  identity: Identity,
  breaksOff: boolean,
): Promise<Answer> {
  const { world, limiter, validator, deliverer } = service;
  const now = world.clock.now();
  const { params, query } = parametersOf(world, context);
  const cost = costOf(id, operation, identity, params);
  const exceeded = limiter.begin(cost, now);
  if (exceeded !== undefined) throw limitError(exceeded, identity);
  try {
    const url = world.urls.api + new URL(context.req.url).pathname.replace(/^\/api\/v3/, "");
    const named = findNamedRepository(world, params, url + new URL(context.req.url).search);
    authorize(id, operation.method, identity, named);
    const isUpload = id === upload;
    const body = isUpload || operation.body === undefined ? undefined : await jsonBody(context);
    const complaints = [
      ...(validator?.parameters(id, "path", params) ?? []),
      ...(validator?.parameters(id, "query", query) ?? []),
      ...(isUpload ? [] : (validator?.body(id, body) ?? [])),
    ];
    if (complaints.length > 0)
      throw new ApiError(
        422,
        `Invalid request.\n\n${complaints.map(({ field, message }) => `${field} ${message}`.trim()).join("\n")}`,
      );
    const call: Call = {
      ...{ world, deliverer, identity, params, query, namedRepository: named, url },
      body: body ?? {},
      bytes: () => (breaksOff ? Promise.reject(incompleteUpload()) : bytesOf(context)),
      headers: (name) => context.req.header(name),
      budget: () => limiter.budget(cost.caller, cost.isAnonymous, now),
    };
    return await handlers[id](call);
  } finally {
    limiter.end(cost);
  }
}

/** Ends the connection without an answer; what was done stays done. */
function drop({ world }: Service, operation: string, context: HttpContext, status: number): Response {
  world.ledger.requests.push({ operation, status, answered: false });
  context.env.outgoing.socket?.destroy();
  return RESPONSE_ALREADY_SENT;
}

function refusalOf({ status = 502, retryAfter }: RequestFault): Answer {
  const messages = {
    403: "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
    429: "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
    500: "Server Error",
    502: "Server Error",
    503: "No server is currently available to service your request.",
  };
  return {
    status,
    body: { message: messages[status], documentation_url: "https://docs.github.com/rest" },
    headers: retryAfter === undefined ? {} : { "retry-after": String(retryAfter) },
  };
}

function limitError(
  { kind, retryAfter }: { kind: "primary" | "secondary"; retryAfter: number },
  identity: Identity,
): ApiError {
  if (kind === "secondary")
    return new ApiError(
      403,
      "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
      { headers: { "retry-after": String(retryAfter) } },
    );
  const who =
    identity.kind === "installation"
      ? `installation ID ${identity.token.installation.id}`
      : identity.kind === "app"
        ? `app ID ${identity.app.id}`
        : "your address";
  return new ApiError(403, `API rate limit exceeded for ${who}.`);
}

/** An answer that GitHub would never give is a fault of this package: tests read it in the ledger. */
function judge({ world, validator }: Service, id: OperationId, { status, body }: Answer): void {
  if (body === undefined && status < 400) return;
  for (const { field, message } of validator?.answer(id, status, body) ?? [])
    world.ledger.violations.push(`answer ${status} of ${id}: ${field} ${message}`);
}
