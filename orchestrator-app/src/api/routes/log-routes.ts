import { DebootcError } from "@debootc/core/error/debootc-error";
import { isOver } from "@debootc/core/task/task-state";
import { createRoute, z } from "@hono/zod-openapi";
import { streamSSE } from "hono/streaming";
import type { Queries } from "../../database/database.ts";
import { logHeads } from "../../task-log/read-log.ts";
import { readText } from "../../task-log/read-text.ts";
import { longestSearch, searchLogs } from "../../task-log/search-logs.ts";
import type { ApiDependencies } from "../frame/api-dependencies.ts";
import { readCursor, writeCursor } from "../frame/cursor.ts";
import { jsonAnswer, newRouter } from "../frame/new-router.ts";
import { problemResponses } from "../frame/problem.ts";
import { followLog, parsePlace } from "./follow-log.ts";
import { foundLineSchema, foundLineShape } from "../shapes/log-shape.ts";
import { numberSchema, pageParameters, pageSchema } from "../shapes/shared-shapes.ts";

const params = z.object({ id: numberSchema });
const tags = ["logs"];
const attempt = z.coerce.number<string>().int().min(1).max(1_000_000).optional();

const read = createRoute({
  method: "get",
  path: "/tasks/{id}/log",
  tags,
  summary: "Read the log of a task",
  description:
    "Whole lines from the byte `offset` on. `Debootc-Log-Next` is the offset behind them, and `Debootc-Log-Over` says whether the log does not grow any more: all of it was read when a part of a log that is over is empty. What would act on a terminal is left out or escaped.",
  request: {
    params,
    query: z.strictObject({
      attempt: attempt.openapi({ description: "The number of the attempt; the last one if absent." }),
      offset: z.coerce.number<string>().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
      limit: z.coerce
        .number<string>()
        .int()
        .min(1)
        .max(1024 * 1024)
        .default(256 * 1024)
        .openapi({ description: "How many bytes of the log are read at most." }),
    }),
  },
  responses: {
    200: {
      description: "A part of the log.",
      headers: z.object({
        "Debootc-Log-Attempt": z.string(),
        "Debootc-Log-Next": z.string(),
        "Debootc-Log-Over": z.enum(["true", "false"]),
      }),
      content: { "text/plain": { schema: z.string() } },
    },
    ...problemResponses,
  },
});

const stream = createRoute({
  method: "get",
  path: "/tasks/{id}/log/stream",
  tags,
  summary: "Follow the log of a task as server-sent events",
  description:
    "Each event `log` has lines as data: `attempt`, `offset`, `next`, `text`; its id is `ATTEMPT:NEXT`. A client that comes back with `Last-Event-ID` gets what is behind it, once and without a gap; one without it gets the log from its beginning. The stream goes on with the next attempt, and ends with an event `end` when the task, or the attempt that was asked for, is over.",
  request: {
    params,
    query: z.strictObject({ attempt }),
    headers: z.object({ "last-event-id": z.string().max(40).optional() }),
  },
  responses: {
    200: {
      description: "Events, and a comment as a sign of life when nothing happens.",
      content: { "text/event-stream": { schema: z.string() } },
    },
    ...problemResponses,
  },
});

const search = createRoute({
  method: "get",
  path: "/log/search",
  tags,
  summary: "Find lines in the logs of tasks",
  description:
    "Finds a text as it is written, the newest tasks first. A request looks through a bounded number of bytes: a page may have few lines or none, and a `next` all the same.",
  request: {
    query: z.strictObject({
      q: z
        .string()
        .regex(/^[^\p{Cc}]{2,200}$/u, "allowed are 2 to 200 characters, without control characters")
        .refine((text) => Buffer.byteLength(text) <= longestSearch, `allowed are ${longestSearch} bytes`),
      run: numberSchema.optional(),
      ...pageParameters,
    }),
  },
  responses: {
    ...jsonAnswer(pageSchema(foundLineSchema, "FoundLinePage"), "A page of lines."),
    ...problemResponses,
  },
});

const placeOfSearch = z.tuple([z.int(), z.int(), z.int()]);

/** Serves the logs of tasks: parts of them, streams, and the search for lines. */
export function logRoutes(deps: ApiDependencies) {
  const { queries } = deps.database;
  let listening = 0;
  return newRouter()
    .openapi(read, async (c) => {
      const { id } = c.req.valid("param");
      const { attempt: wanted, offset, limit } = c.req.valid("query");
      const task = await taskOfLog(queries, id);
      const heads = await logHeads(queries, id);
      const head = wanted === undefined ? heads.at(-1) : heads.find((one) => one.attempt === wanted);
      if (head === undefined) throw noLog(id, wanted);
      const over = isOver(task.state) || head.attempt < task.attempt;
      if (offset > head.size) {
        throw new DebootcError("request-invalid", `the log has ${head.size} bytes; ${offset} is behind them`);
      }
      const { text, next } = await readText(queries, head, { from: offset, most: limit, isOver: over });
      c.header("Debootc-Log-Attempt", String(head.attempt));
      c.header("Debootc-Log-Next", String(next));
      c.header("Debootc-Log-Over", over ? "true" : "false");
      return c.text(text, 200);
    })
    .openapi(stream, async (c) => {
      const { id } = c.req.valid("param");
      const { attempt: wanted } = c.req.valid("query");
      const place = parsePlace(c.req.valid("header")["last-event-id"], wanted);
      await taskOfLog(queries, id);
      if (listening >= deps.streams.most) {
        throw new DebootcError(
          "hub-busy",
          `${listening} clients follow logs, and the hub serves no more of them`,
          { hint: "Try again later, or read the log in parts: GET /api/v1/tasks/{id}/log." },
        );
      }
      listening++;
      const key = c.var.key.id;
      c.header("X-Accel-Buffering", "no");
      c.header("Cache-Control", "no-store");
      return streamSSE(c, async (events) => {
        try {
          await followLog(events, { deps, task: id, attempt: wanted, place, key });
        } finally {
          listening--;
        }
      });
    })
    .openapi(search, async (c) => {
      const { q, run, cursor, limit } = c.req.valid("query");
      const filter = { logs: { q, ...(run === undefined ? {} : { run }) } };
      const place = readCursor(cursor, filter, placeOfSearch);
      const before =
        place === undefined ? undefined : { taskId: place[0], attempt: place[1], offset: place[2] };
      const { lines, next } = await searchLogs(queries, { text: q, run, before, limit });
      const items = lines.map(foundLineShape);
      if (next === undefined) return c.json({ items }, 200);
      const end = [next.taskId, next.attempt, next.offset];
      return c.json({ items, next: writeCursor(filter, end) }, 200);
    });
}

async function taskOfLog(queries: Queries, id: number) {
  const task = await queries
    .selectFrom("task")
    .select(["state", "attempt"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (task === undefined) throw new DebootcError("not-found", `there is no task ${id}`);
  return task;
}

function noLog(id: number, attempt: number | undefined): DebootcError {
  const which = attempt === undefined ? `task ${id}` : `attempt ${attempt} at task ${id}`;
  return new DebootcError("not-found", `the hub has no log of ${which}`, {
    hint: "Only what runs on hosts of the fleet is sent here, and it is removed after a while: see the page of the job at GitHub.",
  });
}
