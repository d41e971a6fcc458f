import { DebootcError } from "@debootc/core/error/debootc-error";
import { createRoute, z } from "@hono/zod-openapi";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import { setTimeout as sleep } from "node:timers/promises";
import type { Queries } from "../../database/database.ts";
import { isStillGood } from "../../keys/api-keys.ts";
import { type ChangeHead, openChangeHead, readChanges } from "../../queries/change-feed.ts";
import type { ApiDependencies } from "../frame/api-dependencies.ts";
import { newRouter } from "../frame/new-router.ts";
import { problemResponses } from "../frame/problem.ts";
import { numberSchema } from "../shapes/shared-shapes.ts";
import { changeShape } from "../shapes/task-shape.ts";

const events = createRoute({
  method: "get",
  path: "/events",
  tags: ["events"],
  summary: "Follow the changes of runs and tasks as server-sent events",
  description:
    "Each event `change` has a Change as data and its number as id. A client that comes back with `Last-Event-ID` misses nothing; one without it gets what happens from now on; `Last-Event-ID: 0` begins with the first change.",
  request: {
    query: z.strictObject({ run: numberSchema.optional() }),
    headers: z.object({
      "last-event-id": z.coerce.number<string>().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
    }),
  },
  responses: {
    200: {
      description: "Events, and a comment as a sign of life when nothing happens.",
      content: { "text/event-stream": { schema: z.string() } },
    },
    ...problemResponses,
  },
});

/** Serves the stream of changes. */
export function eventRoutes(deps: ApiDependencies) {
  const { queries } = deps.database;
  const { most, pollMs } = deps.streams;
  const head = shared(openChangeHead(queries), pollMs);
  let listening = 0;
  return newRouter().openapi(events, async (c) => {
    const { run } = c.req.valid("query");
    const given = c.req.valid("header")["last-event-id"];
    if (listening >= most) {
      throw new DebootcError(
        "hub-busy",
        `${listening} clients follow events, and the hub serves no more of them`,
        {
          hint: "Try again later, or ask for the run at intervals.",
        },
      );
    }
    listening++;
    try {
      const after = given === undefined ? await head.look() : await checkedStart(queries, given);
      const key = c.var.key.id;
      c.header("X-Accel-Buffering", "no");
      c.header("Cache-Control", "no-store");
      return streamSSE(c, async (stream) => {
        try {
          await follow(stream, { deps, head, after, run, key });
        } finally {
          listening--;
        }
      });
    } catch (error) {
      listening--;
      throw error;
    }
  });
}

/** Lets all clients share one look in each interval. */
function shared(head: ChangeHead, everyMs: number): ChangeHead {
  let looking: Promise<number> | undefined;
  return {
    look: () => {
      if (looking === undefined) {
        looking = head.look();
        const forget = () => void setTimeout(() => (looking = undefined), everyMs / 2).unref();
        looking.then(forget, forget);
      }
      return looking;
    },
  };
}

async function checkedStart(queries: Queries, after: number): Promise<number> {
  const { newest } = await queries
    .selectFrom("change")
    .select((is) => is.fn.coalesce(is.fn.max("id"), is.val(0)).as("newest"))
    .executeTakeFirstOrThrow();
  if (after <= newest) return after;
  throw new DebootcError(
    "request-invalid",
    `cannot continue after event ${after}: the newest one of this hub is ${newest}`,
    {
      hint: "The database may have been restored from a backup: read the runs anew, and begin without Last-Event-ID.",
    },
  );
}

/** So many changes are read at once. */
const mostChanges = 500;

interface Following {
  readonly deps: ApiDependencies;
  readonly head: ChangeHead;
  readonly after: number;
  readonly run: number | undefined;
  readonly key: string;
}

async function follow(stream: SSEStreamingApi, { deps, head, after, run, key }: Following): Promise<void> {
  const { database, streams, signal, clock } = deps;
  const gone = new AbortController();
  stream.onAbort(() => gone.abort());
  const end = AbortSignal.any([signal, gone.signal]);
  let last = after;
  let idleMs = 0;
  // Proxies and clients see at once that the stream is open.
  await stream.write(": open\n\n");
  while (!end.aborted) {
    const upTo = await head.look();
    const changes = await readChanges(database.queries, { after: last, upTo, run, limit: mostChanges });
    for (const change of changes) {
      if (end.aborted) return;
      await stream.writeSSE({
        id: String(change.id),
        event: "change",
        data: JSON.stringify(changeShape(change)),
      });
    }
    if (changes.length === mostChanges) {
      last = changes.at(-1)?.id ?? last;
      continue;
    }
    last = Math.max(last, upTo);
    idleMs = changes.length === 0 ? idleMs + streams.pollMs : 0;
    if (idleMs >= streams.heartbeatMs) {
      // A key that was revoked or expired ends a stream, too.
      if (!(await isStillGood(database.queries, key, clock()))) return;
      await stream.write(": alive\n\n");
      idleMs = 0;
    }
    await sleep(streams.pollMs, undefined, { signal: end }).catch(() => {});
  }
}
