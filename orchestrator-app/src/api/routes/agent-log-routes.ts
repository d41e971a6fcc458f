import { logAnswerSchema, orderIdForm } from "@debootc/core/fleet/agent-messages";
import { createRoute, z } from "@hono/zod-openapi";
import { DebootcError } from "@debootc/core/error/debootc-error";
import { bodyLimit } from "hono/body-limit";
import { attemptOfOrder } from "../../fleet/attempt-of-order.ts";
import { mostBytesOfPiece } from "../../task-log/append-pieces.ts";
import type { ApiDependencies } from "../frame/api-dependencies.ts";
import { jsonAnswer, newRouter } from "../frame/new-router.ts";
import { problemResponses } from "../frame/problem.ts";

const append = createRoute({
  method: "post",
  path: "/agent/orders/{id}/log",
  tags: ["agents"],
  security: [{ host: [] }],
  summary: "Send a piece of what the runner of an order has written",
  description:
    "`next` in the answer says how many bytes of it the hub has: a piece that was sent before is not stored again, and one that would leave a gap is not stored at all. Send what begins at `next`.",
  request: {
    params: z.object({ id: z.string().regex(orderIdForm) }),
    query: z.strictObject({
      // No offset at all would count as 0 for a number.
      offset: z
        .string()
        .regex(/^[0-9]{1,15}$/, "allowed is a number of bytes")
        .transform(Number)
        .openapi({ type: "integer", description: "The byte of the output that the piece begins at." }),
    }),
    body: {
      required: true,
      content: { "application/octet-stream": { schema: z.string().openapi({ format: "binary" }) } },
    },
  },
  responses: {
    ...jsonAnswer(logAnswerSchema, "How many bytes the hub has now."),
    ...problemResponses,
  },
});

/** Serves the agents of hosts, which send the logs of their orders. */
export function agentLogRoutes({ database: { queries }, appendLog }: ApiDependencies) {
  const router = newRouter();
  router.use(
    "/agent/orders/:id/log",
    bodyLimit({
      maxSize: mostBytesOfPiece,
      onError: () => {
        throw new DebootcError("request-too-large", `a piece of a log has at most ${mostBytesOfPiece} bytes`);
      },
    }),
  );
  return router.openapi(append, async (c) => {
    const { id: order } = c.req.valid("param");
    const { offset } = c.req.valid("query");
    const key = await attemptOfOrder(queries, c.req.header("Authorization"), order);
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    if (key === undefined) return c.json({ next: offset + bytes.length }, 200);
    const { next } = await appendLog({ ...key, order, offset, bytes });
    return c.json({ next }, 200);
  });
}
