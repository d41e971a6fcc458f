import { createRoute, z } from "@hono/zod-openapi";
import { createKey, listKeys, revokeKey } from "../../keys/api-keys.ts";
import type { ApiDependencies } from "../frame/api-dependencies.ts";
import { jsonAnswer, jsonBody, newRouter } from "../frame/new-router.ts";
import { problemResponses } from "../frame/problem.ts";
import { keySchema, keyShape } from "../shapes/key-shape.ts";
import { timeSchema } from "../shapes/shared-shapes.ts";

const tags = ["keys"];

const list = createRoute({
  method: "get",
  path: "/keys",
  tags,
  summary: "List the keys of the API",
  responses: {
    ...jsonAnswer(
      z.strictObject({ items: z.array(keySchema) }).openapi("KeyList"),
      "All keys, the newest first.",
    ),
    ...problemResponses,
  },
});

const create = createRoute({
  method: "post",
  path: "/keys",
  tags,
  summary: "Make a key",
  description: "No idempotency key counts here, because the answer would have to be stored with the secret.",
  request: {
    body: jsonBody(
      z.strictObject({
        name: z.string().regex(/^[\w.@-]{1,100}$/, "allowed are letters, digits and . _ @ -"),
        expiresAt: timeSchema.optional(),
      }),
    ),
  },
  responses: {
    ...jsonAnswer(
      z.strictObject({ key: keySchema, text: z.string() }).openapi("NewKey"),
      "The key. Its text is shown this one time: the hub stores only a hash of it.",
    ),
    ...problemResponses,
  },
});

const revoke = createRoute({
  method: "post",
  path: "/keys/{id}/revoke",
  tags,
  summary: "End a key for good",
  request: { params: z.object({ id: z.string().max(100) }) },
  responses: { ...jsonAnswer(keySchema, "The key, which no longer counts."), ...problemResponses },
});

/** Serves the keys of the API. */
export function keyRoutes({ database: { queries }, clock, randomBytes }: ApiDependencies) {
  return newRouter()
    .openapi(list, async (c) => c.json({ items: (await listKeys(queries)).map(keyShape) }, 200))
    .openapi(create, async (c) => {
      const { name, expiresAt } = c.req.valid("json");
      const { key, text } = await createKey(queries, {
        name,
        now: clock(),
        randomBytes,
        ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt) }),
      });
      return c.json({ key: keyShape(key), text }, 200);
    })
    .openapi(revoke, async (c) =>
      c.json(keyShape(await revokeKey(queries, c.req.valid("param").id, clock())), 200),
    );
}
