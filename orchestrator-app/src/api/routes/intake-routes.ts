import { createRoute, z } from "@hono/zod-openapi";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Queries } from "../../database/database.ts";
import { replayDelivery } from "../../intake/replay-delivery.ts";
import { findDelivery } from "../../queries/list-deliveries.ts";
import type { ApiDependencies } from "../frame/api-dependencies.ts";
import { changeOnce } from "../frame/change-once.ts";
import { readCursor, writeCursor } from "../frame/cursor.ts";
import { jsonAnswer, newRouter } from "../frame/new-router.ts";
import { problemResponses } from "../frame/problem.ts";
import {
  deliverySchema,
  deliveryShape,
  installationSchema,
  installationShape,
  repositorySchema,
  repositoryShape,
} from "../shapes/intake-shapes.ts";
import { idempotencyHeader, pageOf, pageParameters, pageSchema } from "../shapes/shared-shapes.ts";

const params = z.object({ guid: z.string().min(1).max(100) });

const delivery = createRoute({
  method: "get",
  path: "/deliveries/{guid}",
  tags: ["deliveries"],
  summary: "Show a delivery of GitHub",
  request: { params },
  responses: { ...jsonAnswer(deliverySchema, "The delivery, without its body."), ...problemResponses },
});

const replay = createRoute({
  method: "post",
  path: "/deliveries/{guid}/replay",
  tags: ["deliveries"],
  summary: "Handle a delivery again that failed",
  request: { params, headers: idempotencyHeader },
  responses: { ...jsonAnswer(deliverySchema, "The delivery, which waits again."), ...problemResponses },
});

const installations = createRoute({
  method: "get",
  path: "/installations",
  tags: ["configuration"],
  summary: "List the installations of the App",
  request: { query: z.strictObject(pageParameters) },
  responses: {
    ...jsonAnswer(
      pageSchema(installationSchema, "InstallationPage"),
      "A page of installations, by their numbers.",
    ),
    ...problemResponses,
  },
});

const repositories = createRoute({
  method: "get",
  path: "/repositories",
  tags: ["configuration"],
  summary: "List the repositories that the App is installed on",
  request: {
    query: z.strictObject({
      ...pageParameters,
      name: z.string().max(200).optional().openapi({ example: "acme/os" }),
    }),
  },
  responses: {
    ...jsonAnswer(
      pageSchema(repositorySchema, "RepositoryPage"),
      "A page of repositories, by their numbers.",
    ),
    ...problemResponses,
  },
});

/** Serves what GitHub has told: single deliveries, installations and repositories. */
export function intakeRoutes(deps: ApiDependencies) {
  const { queries } = deps.database;
  return newRouter()
    .openapi(delivery, async (c) => {
      const { guid } = c.req.valid("param");
      return c.json(await shownDelivery(queries, guid), 200);
    })
    .openapi(replay, async (c) => {
      const { guid } = c.req.valid("param");
      const shown = await changeOnce(c, deps, {
        body: {},
        work: async (trx, { at }) => {
          await replayDelivery(trx, guid, at);
          return shownDelivery(trx, guid);
        },
      });
      return c.json(shown, 200);
    })
    .openapi(installations, async (c) => {
      const { cursor, limit } = c.req.valid("query");
      const after = readCursor(cursor, { list: "installations" }, z.int()) ?? 0;
      const rows = await queries
        .selectFrom("installation")
        .selectAll()
        .where("id", ">", after)
        .orderBy("id")
        .limit(limit + 1)
        .execute();
      const page = pageOf(rows, limit, {
        item: installationShape,
        cursor: ({ id }) => writeCursor({ list: "installations" }, id),
      });
      return c.json(page, 200);
    })
    .openapi(repositories, async (c) => {
      const { cursor, limit, name } = c.req.valid("query");
      const filter = { list: "repositories", ...(name === undefined ? {} : { name }) };
      const after = readCursor(cursor, filter, z.int()) ?? 0;
      const rows = await queries
        .selectFrom("repository")
        .selectAll()
        .where("id", ">", after)
        .$if(name !== undefined, (query) =>
          query.where((is) => is(is.fn<string>("lower", ["full_name"]), "=", name?.toLowerCase() ?? "")),
        )
        .orderBy("id")
        .limit(limit + 1)
        .execute();
      const ids = rows.map(({ id }) => id);
      const schedules =
        ids.length === 0
          ? []
          : await queries
              .selectFrom("schedule")
              .selectAll()
              .where("repository_id", "in", ids)
              .orderBy("name")
              .execute();
      const page = pageOf(rows, limit, {
        item: (row) =>
          repositoryShape(
            row,
            schedules.filter(({ repository_id }) => repository_id === row.id),
            deps.githubPages(),
          ),
        cursor: ({ id }) => writeCursor(filter, id),
      });
      return c.json(page, 200);
    });
}

async function shownDelivery(queries: Queries, guid: string) {
  const row = await findDelivery(queries, guid);
  if (row === undefined) throw new DebootcError("not-found", `there is no delivery ${guid}`);
  return deliveryShape(row);
}
