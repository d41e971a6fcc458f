import { whyWaiting } from "@debootc/core/task/why-waiting";
import { createRoute, z } from "@hono/zod-openapi";
import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Queries } from "../../database/database.ts";
import { attemptsOf, changesOf } from "../../queries/list-tasks.ts";
import { waitingFacts } from "../../queries/waiting-facts.ts";
import { cancelTask, retryTask } from "../../runs/steer.ts";
import type { ApiDependencies } from "../frame/api-dependencies.ts";
import { changeOnce } from "../frame/change-once.ts";
import { jsonAnswer, newRouter } from "../frame/new-router.ts";
import { problemResponses } from "../frame/problem.ts";
import { idempotencyHeader, numberSchema } from "../shapes/shared-shapes.ts";
import {
  attemptSchema,
  attemptShape,
  changeSchema,
  changeShape,
  taskSchema,
  taskShape,
  whySchema,
  whyShape,
} from "../shapes/task-shape.ts";

const params = z.object({ id: numberSchema });
const tags = ["tasks"];
const steered = { ...jsonAnswer(taskSchema, "The task after it."), ...problemResponses };

const get = createRoute({
  method: "get",
  path: "/tasks/{id}",
  tags,
  summary: "Show a task with its attempts and changes",
  request: { params },
  responses: {
    ...jsonAnswer(
      z
        .strictObject({ task: taskSchema, attempts: z.array(attemptSchema), changes: z.array(changeSchema) })
        .openapi("TaskDetails"),
      "The task, all its attempts, and at most 200 changes of it, the newest last.",
    ),
    ...problemResponses,
  },
});

const why = createRoute({
  method: "get",
  path: "/tasks/{id}/why",
  tags,
  summary: "Say what a task waits for",
  request: { params },
  responses: { ...jsonAnswer(whySchema, "The one reason that has to go away first."), ...problemResponses },
});

const cancel = createRoute({
  method: "post",
  path: "/tasks/{id}/cancel",
  tags,
  summary: "Cancel a task, and with it what needs it",
  request: { params, headers: idempotencyHeader },
  responses: steered,
});

const retry = createRoute({
  method: "post",
  path: "/tasks/{id}/retry",
  tags,
  summary: "Try a task again that failed or was canceled",
  request: { params, headers: idempotencyHeader },
  responses: steered,
});

/** Serves single tasks: what they are, what they wait for, and what can be done to them. */
export function taskRoutes(deps: ApiDependencies) {
  const { queries } = deps.database;
  return newRouter()
    .openapi(get, async (c) => {
      const { id } = c.req.valid("param");
      const task = await shownTask(queries, id);
      const attempts = (await attemptsOf(queries, id)).map(attemptShape);
      const changes = (await changesOf(queries, { task: id })).map(changeShape);
      return c.json({ task, attempts, changes }, 200);
    })
    .openapi(why, async (c) => {
      const { id } = c.req.valid("param");
      const facts = await waitingFacts(queries, id, { now: deps.clock(), mostActive: deps.mostActive });
      return c.json(whyShape(whyWaiting(facts)), 200);
    })
    .openapi(cancel, async (c) => {
      const { id } = c.req.valid("param");
      const task = await changeOnce(c, deps, {
        body: {},
        work: async (trx, cause) => {
          await cancelTask(trx, id, cause);
          return shownTask(trx, id);
        },
      });
      return c.json(task, 200);
    })
    .openapi(retry, async (c) => {
      const { id } = c.req.valid("param");
      const task = await changeOnce(c, deps, {
        body: {},
        work: async (trx, cause) => {
          await retryTask(trx, id, cause);
          return shownTask(trx, id);
        },
      });
      return c.json(task, 200);
    });
}

async function shownTask(queries: Queries, id: number) {
  const row = await queries.selectFrom("task").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined) throw new DebootcError("not-found", `there is no task ${id}`);
  return taskShape(row);
}
