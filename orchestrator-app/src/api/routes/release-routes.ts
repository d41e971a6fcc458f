import { DebootcError } from "@debootc/core/error/debootc-error";
import { releaseStates } from "@debootc/core/task/release-state";
import { createRoute, z } from "@hono/zod-openapi";
import { releasesQuery } from "../../queries/list-releases.ts";
import { repositoryByName } from "../../queries/list-runs.ts";
import { assetsOf } from "../../releases/release-store.ts";
import type { ApiDependencies } from "../frame/api-dependencies.ts";
import { readCursor, writeCursor } from "../frame/cursor.ts";
import { jsonAnswer, newRouter } from "../frame/new-router.ts";
import { problemResponses } from "../frame/problem.ts";
import { assetSchema, assetShape, releaseSchema, releaseShape } from "../shapes/release-shape.ts";
import { numberSchema, pageOf, pageParameters, pageSchema } from "../shapes/shared-shapes.ts";

const tags = ["releases"];

const list = createRoute({
  method: "get",
  path: "/releases",
  tags,
  summary: "List releases, the newest first",
  request: {
    query: z.strictObject({
      ...pageParameters,
      repository: z.string().optional().openapi({ example: "acme/os" }),
      state: z.enum(releaseStates).optional(),
    }),
  },
  responses: {
    ...jsonAnswer(pageSchema(releaseSchema, "ReleasePage"), "A page of releases."),
    ...problemResponses,
  },
});

const get = createRoute({
  method: "get",
  path: "/releases/{id}",
  tags,
  summary: "Show a release with its files",
  request: { params: z.object({ id: numberSchema }) },
  responses: {
    ...jsonAnswer(
      z
        .strictObject({ release: releaseSchema, notes: z.string().nullable(), assets: z.array(assetSchema) })
        .openapi("ReleaseDetails"),
      "The release, its notes in Markdown, and its files as GitHub has them.",
    ),
    ...problemResponses,
  },
});

/** Serves releases. */
export function releaseRoutes({ database }: ApiDependencies) {
  const { queries } = database;
  return newRouter()
    .openapi(list, async (c) => {
      const { cursor, limit, ...filter } = c.req.valid("query");
      const before = readCursor(cursor, { releases: filter }, z.int());
      const { repository, state } = filter;
      const known = repository === undefined ? undefined : await repositoryByName(queries, repository);
      if (repository !== undefined && known === undefined) return c.json({ items: [] }, 200);
      const wish = { state, repositoryId: known?.id };
      const rows = await releasesQuery(queries, wish, { before, limit: limit + 1 }).execute();
      const page = pageOf(rows, limit, {
        item: releaseShape,
        cursor: ({ id }) => writeCursor({ releases: filter }, id),
      });
      return c.json(page, 200);
    })
    .openapi(get, async (c) => {
      const { id } = c.req.valid("param");
      const row = await releasesQuery(queries, {}, { limit: 1 })
        .where("release.id", "=", id)
        .executeTakeFirst();
      if (row === undefined) throw new DebootcError("not-found", `there is no release ${id}`);
      const { notes } = await queries
        .selectFrom("release")
        .select("notes")
        .where("id", "=", id)
        .executeTakeFirstOrThrow();
      const assets = (await assetsOf(database, id)).map(assetShape);
      return c.json({ release: releaseShape(row), notes, assets }, 200);
    });
}
