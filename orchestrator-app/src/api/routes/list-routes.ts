import { createRoute, z } from "@hono/zod-openapi";
import { runStates } from "@debootc/core/task/run-state";
import { taskStates } from "@debootc/core/task/task-state";
import { deliveriesQuery } from "../../queries/list-deliveries.ts";
import { repositoryByName, runsQuery } from "../../queries/list-runs.ts";
import { tasksQuery } from "../../queries/list-tasks.ts";
import type { ApiDependencies } from "../frame/api-dependencies.ts";
import { readCursor, writeCursor } from "../frame/cursor.ts";
import { jsonAnswer, newRouter } from "../frame/new-router.ts";
import { problemResponses } from "../frame/problem.ts";
import { deliverySchema, deliveryShape } from "../shapes/intake-shapes.ts";
import { runSchema, runShape } from "../shapes/run-shape.ts";
import { numberSchema, pageOf, pageParameters, pageSchema } from "../shapes/shared-shapes.ts";
import { taskSchema, taskShape } from "../shapes/task-shape.ts";

const runs = createRoute({
  method: "get",
  path: "/runs",
  tags: ["runs"],
  summary: "List runs, the newest first",
  request: {
    query: z.strictObject({
      ...pageParameters,
      repository: z.string().optional().openapi({ example: "acme/os" }),
      state: z.enum(runStates).optional(),
      sha: z.string().optional().openapi({ description: "The whole id of the commit." }),
      pullRequest: numberSchema.optional(),
    }),
  },
  responses: { ...jsonAnswer(pageSchema(runSchema, "RunPage"), "A page of runs."), ...problemResponses },
});

const tasks = createRoute({
  method: "get",
  path: "/tasks",
  tags: ["tasks"],
  summary: "List tasks, the newest first",
  request: {
    query: z.strictObject({
      ...pageParameters,
      run: numberSchema.optional(),
      state: z.enum(taskStates).optional(),
    }),
  },
  responses: { ...jsonAnswer(pageSchema(taskSchema, "TaskPage"), "A page of tasks."), ...problemResponses },
});

const deliveries = createRoute({
  method: "get",
  path: "/deliveries",
  tags: ["deliveries"],
  summary: "List deliveries of GitHub, the newest first",
  request: {
    query: z.strictObject({
      ...pageParameters,
      repository: z.string().optional().openapi({ example: "acme/os" }),
      state: z.enum(["received", "handled", "failed"]).optional(),
    }),
  },
  responses: {
    ...jsonAnswer(pageSchema(deliverySchema, "DeliveryPage"), "A page of deliveries, without their bodies."),
    ...problemResponses,
  },
});

const placeOfDelivery = z.tuple([z.iso.datetime(), z.string()]);

/** Serves the lists of runs, tasks and deliveries. */
export function listRoutes({ database: { queries } }: ApiDependencies) {
  return newRouter()
    .openapi(runs, async (c) => {
      const { cursor, limit, ...filter } = c.req.valid("query");
      const before = readCursor(cursor, { runs: filter }, z.int());
      const repositoryId = await idOfRepository(filter.repository);
      if (repositoryId === null) return c.json({ items: [] }, 200);
      const rows = await runsQuery(
        queries,
        { ...filter, repositoryId },
        { before, limit: limit + 1 },
      ).execute();
      return c.json(
        pageOf(rows, limit, { item: runShape, cursor: ({ id }) => writeCursor({ runs: filter }, id) }),
        200,
      );
    })
    .openapi(tasks, async (c) => {
      const { cursor, limit, ...filter } = c.req.valid("query");
      const before = readCursor(cursor, { tasks: filter }, z.int());
      const rows = await tasksQuery(queries, filter, { before, limit: limit + 1 }).execute();
      return c.json(
        pageOf(rows, limit, { item: taskShape, cursor: ({ id }) => writeCursor({ tasks: filter }, id) }),
        200,
      );
    })
    .openapi(deliveries, async (c) => {
      const { cursor, limit, ...filter } = c.req.valid("query");
      const place = readCursor(cursor, { deliveries: filter }, placeOfDelivery);
      const before = place === undefined ? undefined : { receivedAt: new Date(place[0]), guid: place[1] };
      const repositoryId = await idOfRepository(filter.repository);
      if (repositoryId === null) return c.json({ items: [] }, 200);
      const wish = { state: filter.state, repositoryId };
      const rows = await deliveriesQuery(queries, wish, { before, limit: limit + 1 }).execute();
      const page = pageOf(rows, limit, {
        item: deliveryShape,
        cursor: (row) => writeCursor({ deliveries: filter }, [row.received_at.toISOString(), row.guid]),
      });
      return c.json(page, 200);
    });

  /** Returns undefined without a name, and null for one that nothing has. */
  async function idOfRepository(name: string | undefined): Promise<number | undefined | null> {
    if (name === undefined) return undefined;
    return (await repositoryByName(queries, name))?.id ?? null;
  }
}
