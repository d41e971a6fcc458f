import { DebootcError } from "@debootc/core/error/debootc-error";
import { createRoute, z } from "@hono/zod-openapi";
import type { Queries } from "../../database/database.ts";
import { artifactsBy } from "../../queries/list-releases.ts";
import { findRun } from "../../queries/list-runs.ts";
import type { ByteRange } from "../../storage/storage.ts";
import type { ApiDependencies } from "../frame/api-dependencies.ts";
import { jsonAnswer, newRouter } from "../frame/new-router.ts";
import { problemResponses } from "../frame/problem.ts";
import { artifactSchema, artifactShape } from "../shapes/release-shape.ts";
import { numberSchema } from "../shapes/shared-shapes.ts";

const params = z.object({ id: numberSchema });
const tags = ["artifacts"];

const ofRun = createRoute({
  method: "get",
  path: "/runs/{id}/artifacts",
  tags,
  summary: "List the results of the tasks of a run",
  request: { params },
  responses: {
    ...jsonAnswer(
      z.strictObject({ items: z.array(artifactSchema) }).openapi("ArtifactList"),
      "All of them, whether the hub has their bytes or not.",
    ),
    ...problemResponses,
  },
});

const get = createRoute({
  method: "get",
  path: "/artifacts/{id}",
  tags,
  summary: "Show the result of a task",
  request: { params },
  responses: { ...jsonAnswer(artifactSchema, "What is known of it."), ...problemResponses },
});

const zip = { "application/zip": { schema: z.string().openapi({ format: "binary" }) } };

const content = createRoute({
  method: "get",
  path: "/artifacts/{id}/content",
  tags,
  summary: "Download the result of a task",
  description: "A zip archive with one tar archive in it. `Range` with one range is understood.",
  request: { params, headers: z.object({ range: z.string().max(100).optional() }) },
  responses: {
    200: { description: "All bytes.", content: zip },
    206: { description: "The bytes of the range.", content: zip },
    ...problemResponses,
  },
});

/** Serves the results of tasks, and their bytes. */
export function artifactRoutes({ database: { queries }, storage }: ApiDependencies) {
  return newRouter()
    .openapi(ofRun, async (c) => {
      const { id } = c.req.valid("param");
      if ((await findRun(queries, id)) === undefined)
        throw new DebootcError("not-found", `there is no run ${id}`);
      return c.json({ items: (await artifactsBy(queries, { run: id })).map(artifactShape) }, 200);
    })
    .openapi(get, async (c) =>
      c.json(artifactShape(await theArtifact(queries, c.req.valid("param").id)), 200),
    )
    .openapi(content, async (c) => {
      const { id, name, state, digest, size } = await theArtifact(queries, c.req.valid("param").id);
      if (state !== "stored" || digest === null || size === null)
        throw new DebootcError(
          "artifact-missing",
          `the hub does not have the bytes of artifact ${id}: it is ${state}`,
          {
            hint: "What is not kept, or not any more, may still be on GitHub.",
          },
        );
      const range = rangeOf(c.req.valid("header").range, size);
      const bytes = await storage.get(digest, range);
      const length = range === undefined ? size : range.end - range.start;
      const headers: Record<string, string> = {
        "Content-Type": "application/zip",
        "Content-Length": String(length),
        "Content-Disposition": `attachment; filename="${name.replaceAll(/[^A-Za-z0-9._-]/g, "_")}.zip"`,
        "Accept-Ranges": "bytes",
        ETag: `"${digest}"`,
      };
      if (range !== undefined) headers["Content-Range"] = `bytes ${range.start}-${range.end - 1}/${size}`;
      return new Response(ReadableStream.from(bytes), { status: range === undefined ? 200 : 206, headers });
    });
}

async function theArtifact(queries: Queries, id: number) {
  const [found] = await artifactsBy(queries, { id });
  if (found === undefined) throw new DebootcError("not-found", `there is no artifact ${id}`);
  return found;
}

/** Reads one range; whatever else is asked for is answered by all bytes, as HTTP allows. */
function rangeOf(header: string | undefined, size: number): ByteRange | undefined {
  const [, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size : Math.min(size, Number(last) + 1);
  return start < end ? { start, end } : undefined;
}
