import { createRoute, z } from "@hono/zod-openapi";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Queries } from "../../database/database.ts";
import { findRun, repositoryByName } from "../../queries/list-runs.ts";
import { changesOf } from "../../queries/list-tasks.ts";
import { startRun } from "../../runs/start-run.ts";
import { approveRun, cancelRun, prioritiseRun, retryRun } from "../../runs/steer.ts";
import { type Cause, tasksOf } from "../../store/move-task.ts";
import type { ApiDependencies } from "../frame/api-dependencies.ts";
import { changeOnce } from "../frame/change-once.ts";
import { jsonAnswer, jsonBody, newRouter } from "../frame/new-router.ts";
import { problemResponses } from "../frame/problem.ts";
import { runSchema, runShape } from "../shapes/run-shape.ts";
import { idempotencyHeader, numberSchema } from "../shapes/shared-shapes.ts";
import { changeSchema, changeShape, taskSchema, taskShape } from "../shapes/task-shape.ts";

const params = z.object({ id: numberSchema });
const tags = ["runs"];
const steered = { ...jsonAnswer(runSchema, "The run after it."), ...problemResponses };
const commit = z
  .string()
  .regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/, "allowed is the whole id of a commit, in lower case");

const chosen = z
  .array(z.string().regex(/^[a-zA-Z0-9-]{1,100}$/))
  .min(1)
  .max(100);

const get = createRoute({
  method: "get",
  path: "/runs/{id}",
  tags,
  summary: "Show a run with its tasks and latest changes",
  request: { params },
  responses: {
    ...jsonAnswer(
      z
        .strictObject({ run: runSchema, tasks: z.array(taskSchema), changes: z.array(changeSchema) })
        .openapi("RunDetails"),
      "The run, its tasks in their order, and at most 200 changes of it and its tasks, the newest last.",
    ),
    ...problemResponses,
  },
});

const start = createRoute({
  method: "post",
  path: "/runs",
  tags,
  summary: "Start a run by hand",
  description:
    "Whoever has a key vouches for the commit: it is built without an approval, also if a fork brought it.",
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      z.strictObject({
        repository: z.string().openapi({ example: "acme/os" }),
        ref: z
          .string()
          .regex(
            /^refs\/(heads|tags|pull)\/[^\s~^:?*[\\]{1,250}$/,
            "allowed is a whole name, such as refs/heads/main",
          )
          .optional()
          .openapi({ example: "refs/heads/main", description: "The default branch if absent." }),
        sha: commit.optional().openapi({ description: "The commit that GitHub has at the ref if absent." }),
        configSha: commit
          .optional()
          .openapi({ description: "The commit whose configuration counts; `sha` if absent." }),
        priority: z.int().min(-100).max(100).optional(),
        variants: chosen.optional().openapi({ description: "Only these variants of the compose file." }),
        arches: chosen.optional().openapi({
          description: "Only these architectures. A run of less than everything ends in no release.",
        }),
      }),
    ),
  },
  responses: { ...jsonAnswer(runSchema, "The run, which is to be planned."), ...problemResponses },
});

const cancel = createRoute({
  method: "post",
  path: "/runs/{id}/cancel",
  tags,
  summary: "Cancel what is not over of a run",
  request: { params, headers: idempotencyHeader },
  responses: steered,
});

const retry = createRoute({
  method: "post",
  path: "/runs/{id}/retry",
  tags,
  summary: "Try again what failed or was canceled of a run",
  request: { params, headers: idempotencyHeader },
  responses: steered,
});

const priority = createRoute({
  method: "post",
  path: "/runs/{id}/priority",
  tags,
  summary: "Change the priority of a run",
  request: {
    params,
    headers: idempotencyHeader,
    body: jsonBody(z.strictObject({ priority: z.int().min(-100).max(100) })),
  },
  responses: steered,
});

const approve = createRoute({
  method: "post",
  path: "/runs/{id}/approve",
  tags,
  summary: "Approve the commit of a fork",
  description:
    "The commit is named so that what somebody looked at is what runs: at least 12 characters of it.",
  request: {
    params,
    headers: idempotencyHeader,
    body: jsonBody(z.strictObject({ sha: z.string().regex(/^[0-9a-f]{12,64}$/) })),
  },
  responses: steered,
});

/** Serves single runs: what they are, and what can be done to them. */
export function runRoutes(deps: ApiDependencies) {
  const { queries } = deps.database;
  return newRouter()
    .openapi(get, async (c) => {
      const { id } = c.req.valid("param");
      const run = await shownRun(queries, id);
      const tasks = (await tasksOf(queries, id)).map(taskShape);
      const changes = (await changesOf(queries, { run: id })).map(changeShape);
      return c.json({ run, tasks, changes }, 200);
    })
    .openapi(start, async (c) => {
      const body = c.req.valid("json");
      const run = await changeOnce(c, deps, {
        body,
        prepare: async () => {
          const { id: repositoryId, default_branch } = await activeRepository(queries, body.repository);
          const ref = body.ref ?? `refs/heads/${default_branch}`;
          return { repositoryId, ref, sha: body.sha ?? (await commitAt(deps, repositoryId, ref)) };
        },
        work: async (trx, { actor, at }, { repositoryId, ref, sha }) => {
          const { id } = await startRun(trx, {
            repositoryId,
            causeKey: `api:${Buffer.from(deps.randomBytes(16)).toString("hex")}`,
            cause: "api",
            ref,
            sha,
            configSha: body.configSha ?? sha,
            actor,
            at,
            ...(body.priority === undefined ? {} : { priority: body.priority }),
            ...(body.variants === undefined && body.arches === undefined
              ? {}
              : { choice: { variants: body.variants, arches: body.arches } }),
          });
          return shownRun(trx, id);
        },
      });
      return c.json(run, 200);
    })
    .openapi(cancel, async (c) => {
      const { id } = c.req.valid("param");
      const work: Steering = (trx, cause) => cancelRun(trx, id, cause);
      return c.json(await changeOnce(c, deps, { body: {}, work: thenShow(id, work) }), 200);
    })
    .openapi(retry, async (c) => {
      const { id } = c.req.valid("param");
      const work: Steering = (trx, cause) => retryRun(trx, id, cause);
      return c.json(await changeOnce(c, deps, { body: {}, work: thenShow(id, work) }), 200);
    })
    .openapi(priority, async (c) => {
      const { id } = c.req.valid("param");
      const body = c.req.valid("json");
      const work: Steering = (trx, cause) => prioritiseRun(trx, id, body.priority, cause);
      return c.json(await changeOnce(c, deps, { body, work: thenShow(id, work) }), 200);
    })
    .openapi(approve, async (c) => {
      const { id } = c.req.valid("param");
      const body = c.req.valid("json");
      const work: Steering = (trx, cause) => approveRun(trx, id, body.sha, cause);
      return c.json(await changeOnce(c, deps, { body, work: thenShow(id, work) }), 200);
    });
}

async function activeRepository(queries: Queries, name: string) {
  const repository = await repositoryByName(queries, name);
  if (repository?.state === "active") return repository;
  throw new DebootcError("not-found", `the hub looks after no active repository with the name ${name}`, {
    hint: "GET /api/v1/repositories lists those that the App is installed on.",
  });
}

async function commitAt(deps: ApiDependencies, repositoryId: number, ref: string): Promise<string> {
  const sha = await deps.commitAt(repositoryId, ref);
  if (sha !== undefined) return sha;
  throw new DebootcError("not-found", `GitHub has no ${ref} in this repository`, {
    hint: "Give a branch or tag that was pushed.",
  });
}

type Steering = (queries: Queries, cause: Cause) => Promise<unknown>;

/** Returns the run as it is after something was done to it. */
function thenShow(id: number, steer: Steering) {
  return async (...[trx, cause]: Parameters<Steering>) => {
    await steer(trx, cause);
    return shownRun(trx, id);
  };
}

async function shownRun(queries: Queries, id: number) {
  const row = await findRun(queries, id);
  if (row === undefined) throw new DebootcError("not-found", `there is no run ${id}`);
  return runShape(row);
}
