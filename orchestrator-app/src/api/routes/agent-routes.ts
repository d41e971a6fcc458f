import {
  heartbeatAnswerSchema,
  heartbeatRequestSchema,
  nextRequestSchema,
  orderIdForm,
  orderReportSchema,
  orderSchema,
  sessionAnswerSchema,
  sessionRequestSchema,
} from "@debootc/core/fleet/agent-messages";
import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { beginSession } from "../../fleet/begin-session.ts";
import { heartbeatSeconds, lostAfterSeconds } from "../../fleet/free-hosts.ts";
import { heartbeat } from "../../fleet/heartbeat.ts";
import { hostOfRequest } from "../../fleet/host-of-request.ts";
import { reportOrder } from "../../fleet/report-order.ts";
import type { ApiDependencies } from "../frame/api-dependencies.ts";
import { jsonAnswer, jsonBody, newRouter } from "../frame/new-router.ts";
import { problemResponses } from "../frame/problem.ts";

const tags = ["agents"];
const security = [{ host: [] }];

const session = createRoute({
  method: "post",
  path: "/agent/session",
  tags,
  security,
  summary: "Begin a session of a host",
  description: "Whatever an earlier session of the host still says counts for nothing.",
  request: { body: jsonBody(sessionRequestSchema) },
  responses: { ...jsonAnswer(sessionAnswerSchema, "The session."), ...problemResponses },
});

const next = createRoute({
  method: "post",
  path: "/agent/next",
  tags,
  security,
  summary: "Ask for an order",
  description:
    "The answer comes when there is one, or after `waitSeconds`. An agent asks once at a time. What the host should have and does not name counts as lost on the way.",
  request: { body: jsonBody(nextRequestSchema) },
  responses: {
    ...jsonAnswer(orderSchema, "An order. Its `jitConfig` is a secret, which is given this one time."),
    204: { description: "There was none." },
    ...problemResponses,
  },
});

const beat = createRoute({
  method: "post",
  path: "/agent/heartbeat",
  tags,
  security,
  summary: "Say that a host lives",
  request: { body: jsonBody(heartbeatRequestSchema) },
  responses: {
    ...jsonAnswer(heartbeatAnswerSchema, "The state of the host, and which orders it has to end."),
    ...problemResponses,
  },
});

const report = createRoute({
  method: "post",
  path: "/agent/orders/{id}/report",
  tags,
  security,
  summary: "Say what became of an order",
  description: "A report that comes twice, or of an order that the hub has given up, changes nothing.",
  request: {
    params: z.object({ id: z.string().regex(orderIdForm) }),
    body: jsonBody(orderReportSchema),
  },
  responses: {
    ...jsonAnswer(z.strictObject({ changed: z.boolean() }).openapi("Reported"), "Whether it was news."),
    ...problemResponses,
  },
});

/** Serves the agents of hosts, which have tokens of their own. */
export function agentRoutes({ database: { queries, transact }, clock, fleet, signal }: ApiDependencies) {
  const hostOf = (c: Context, term?: number) =>
    hostOfRequest(queries, {
      authorization: c.req.header("Authorization"),
      ...(term === undefined ? {} : { term }),
    });
  return newRouter()
    .openapi(session, async (c) => {
      const known = await hostOf(c);
      const { host, end } = await transact((trx) => beginSession(trx, known, c.req.valid("json"), clock()));
      for (const loop of ["place", "settle"]) fleet.wake(loop);
      return c.json(
        { name: host.name, term: host.term, heartbeatSeconds, lostAfterSeconds, end: [...end] },
        200,
      );
    })
    .openapi(next, async (c) => {
      const request = c.req.valid("json");
      const host = await hostOf(c, request.term);
      const ending = AbortSignal.any([signal, c.req.raw.signal]);
      const order = await fleet.nextOrder(host, request, ending);
      return order === undefined ? c.body(null, 204) : c.json(order, 200);
    })
    .openapi(beat, async (c) => {
      const request = c.req.valid("json");
      const host = await hostOf(c, request.term);
      const { state, end } = await transact((trx) => heartbeat(trx, host, request, clock()));
      return c.json({ state, end: [...end] }, 200);
    })
    .openapi(report, async (c) => {
      const said = c.req.valid("json");
      const host = await hostOf(c, said.term);
      const { id } = c.req.valid("param");
      const changed = await reportOrder(queries, host, { id, now: clock() }, said);
      if (changed) for (const loop of ["place", "settle"]) fleet.wake(loop);
      return c.json({ changed }, 200);
    });
}
