import { createRoute, z } from "@hono/zod-openapi";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Queries } from "../../database/database.ts";
import { changeHost, createHost, lockedHost } from "../../fleet/hosts.ts";
import { hostsWithOrders } from "../../fleet/list-hosts.ts";
import type { ApiDependencies } from "../frame/api-dependencies.ts";
import { jsonAnswer, jsonBody, newRouter } from "../frame/new-router.ts";
import { problemResponses } from "../frame/problem.ts";
import { hostSchema, hostShape } from "../shapes/host-shape.ts";

const tags = ["hosts"];
const nameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, "allowed are lower-case letters, digits and . _ -");
const params = z.object({ name: nameSchema });

const list = createRoute({
  method: "get",
  path: "/hosts",
  tags,
  summary: "List the hosts of the fleet",
  responses: {
    ...jsonAnswer(
      z.strictObject({ items: z.array(hostSchema) }).openapi("Hosts"),
      "All hosts that were not removed, by name.",
    ),
    ...problemResponses,
  },
});

const show = createRoute({
  method: "get",
  path: "/hosts/{name}",
  tags,
  summary: "Show a host with its orders",
  request: { params },
  responses: { ...jsonAnswer(hostSchema, "The host."), ...problemResponses },
});

const create = createRoute({
  method: "post",
  path: "/hosts",
  tags,
  summary: "Add a host",
  description: "No idempotency key counts here, because the answer would have to be stored with the token.",
  request: { body: jsonBody(z.strictObject({ name: nameSchema })) },
  responses: {
    ...jsonAnswer(
      z.strictObject({ host: hostSchema, token: z.string() }).openapi("NewHost"),
      "The host. The token of its agent is shown this one time: the hub stores only a hash of it.",
    ),
    ...problemResponses,
  },
});

const actions = { drain: "draining", enable: "enabled", disable: "disabled", remove: "removed" } as const;

const change = createRoute({
  method: "post",
  path: "/hosts/{name}/{action}",
  tags,
  summary: "Drain, enable, disable or remove a host",
  description:
    "A host that drains ends the orders that it has, and is then disabled. One that is disabled or removed gives them up at once: they are tried elsewhere.",
  request: { params: params.extend({ action: z.enum(["drain", "enable", "disable", "remove"]) }) },
  responses: { ...jsonAnswer(hostSchema, "The host after it."), ...problemResponses },
});

/** Serves the hosts of the fleet to those who look after them. */
export function hostRoutes({ database: { queries }, clock, randomBytes, fleet }: ApiDependencies) {
  return newRouter()
    .openapi(list, async (c) => {
      const hosts = await hostsWithOrders(queries);
      return c.json({ items: hosts.map(({ host, orders }) => hostShape(host, orders, clock())) }, 200);
    })
    .openapi(show, async (c) => c.json(await shownHost(queries, c.req.valid("param").name, clock()), 200))
    .openapi(create, async (c) => {
      const { name } = c.req.valid("json");
      const { host, token } = await createHost(queries, { name, now: clock(), randomBytes });
      return c.json({ host: hostShape(host, [], clock()), token }, 200);
    })
    .openapi(change, async (c) => {
      const { name, action } = c.req.valid("param");
      const changed = await queries
        .transaction()
        .execute(async (trx) => changeHost(trx, await lockedHost(trx, name), actions[action], clock()));
      for (const loop of ["place", "settle"]) fleet.wake(loop);
      const shown =
        changed.state === "removed"
          ? hostShape(changed, [], clock())
          : await shownHost(queries, name, clock());
      return c.json(shown, 200);
    });
}

async function shownHost(queries: Queries, name: string, now: Date) {
  const [found] = await hostsWithOrders(queries, name);
  if (found === undefined) throw new DebootcError("not-found", `there is no host ${name}`);
  return hostShape(found.host, found.orders, now);
}
