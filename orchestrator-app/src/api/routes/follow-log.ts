import { DebootcError } from "@debootc/core/error/debootc-error";
import { isOver } from "@debootc/core/task/task-state";
import type { SSEStreamingApi } from "hono/streaming";
import { setTimeout as sleep } from "node:timers/promises";
import type { Queries } from "../../database/database.ts";
import { isStillGood } from "../../keys/api-keys.ts";
import { type LogHead, logHeads } from "../../task-log/read-log.ts";
import { readText } from "../../task-log/read-text.ts";
import type { ApiDependencies } from "../frame/api-dependencies.ts";

/** Is where a client is: it has seen what is before this byte of the log of this attempt. */
interface Place {
  readonly attempt: number;
  readonly offset: number;
}

interface Following {
  readonly deps: ApiDependencies;
  readonly task: number;
  /** The only attempt that is followed, if one was asked for. */
  readonly attempt: number | undefined;
  readonly place: Place;
  readonly key: string;
}

/** Reads the id of the last event that a client got. Throws `request-invalid`. */
export function parsePlace(text: string | undefined, attempt: number | undefined): Place {
  if (text === undefined || text === "") return { attempt: attempt ?? 1, offset: 0 };
  const [, number = "", offset = ""] = /^([1-9][0-9]{0,6}):([0-9]{1,15})$/.exec(text) ?? [];
  const place = { attempt: Number(number), offset: Number(offset) };
  if (number !== "" && (attempt === undefined || attempt === place.attempt)) return place;
  throw new DebootcError("request-invalid", `cannot continue behind the event ${JSON.stringify(text)}`, {
    hint: "Send the id of the last event of this stream as Last-Event-ID, or none to begin with the first line.",
  });
}

/** So many bytes are read for one event. */
const mostBytes = 64 * 1024;

/** Sends the lines of a log as they come, until its task is over and nothing was added for a while. */
export async function followLog(events: SSEStreamingApi, following: Following): Promise<void> {
  const { deps, task: id, attempt, key } = following;
  const { streams, signal, clock } = deps;
  const { queries } = deps.database;
  const gone = new AbortController();
  events.onAbort(() => gone.abort());
  const end = AbortSignal.any([signal, gone.signal]);
  let place = following.place;
  let idleMs = 0;
  // Proxies and clients see at once that the stream is open.
  await events.write(": open\n\n");
  while (!end.aborted) {
    const task = await taskIn(queries, id);
    const heads = (await logHeads(queries, id, place.attempt)).filter(
      (head) => attempt === undefined || head.attempt === attempt,
    );
    const before = place;
    let isDone = isOver(task.state) || (attempt !== undefined && attempt < task.attempt);
    let isQuiet = clock().getTime() - task.since.getTime() >= streams.lingerMs;
    for (const head of heads) {
      // What an agent has not sent yet when its job is over comes within moments.
      const isStill = clock().getTime() - head.changed_at.getTime() >= streams.lingerMs;
      const isFinal = (isDone || head.attempt < task.attempt) && isStill;
      if (head.attempt > place.attempt) place = { attempt: head.attempt, offset: 0 };
      place = await sendLines(events, { queries, head, place, isFinal, end });
      isQuiet &&= isStill;
      if (head.attempt < task.attempt && !isFinal) break;
    }
    isDone &&= isQuiet;
    if (end.aborted) return;
    if (isDone) {
      await events.writeSSE({ event: "end", data: JSON.stringify({ state: task.state }) });
      return;
    }
    idleMs = before === place ? idleMs + streams.pollMs : 0;
    if (idleMs >= streams.heartbeatMs) {
      // A key that was revoked or expired ends a stream, too.
      if (!(await isStillGood(queries, key, clock()))) return;
      await events.write(": alive\n\n");
      idleMs = 0;
    }
    await sleep(streams.pollMs, undefined, { signal: end }).catch(() => {});
  }
}

async function taskIn(queries: Queries, id: number) {
  return queries
    .selectFrom("task")
    .select(["state", "attempt", "since"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
}

interface Sending {
  readonly queries: Queries;
  readonly head: LogHead;
  readonly place: Place;
  readonly isFinal: boolean;
  readonly end: AbortSignal;
}

/** Sends what there is of a log behind a place; returns the place behind that. */
async function sendLines(
  events: SSEStreamingApi,
  { queries, head, place, isFinal, end }: Sending,
): Promise<Place> {
  let at = place;
  while (!end.aborted) {
    const { attempt, offset } = at;
    const { text, next } = await readText(queries, head, { from: offset, most: mostBytes, isOver: isFinal });
    if (next === offset) return at;
    at = { attempt, offset: next };
    const data = JSON.stringify({ attempt, offset, next, text });
    await events.writeSSE({ id: `${attempt}:${next}`, event: "log", data });
  }
  return at;
}
