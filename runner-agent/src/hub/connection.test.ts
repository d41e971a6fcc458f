import { expect, test } from "vitest";
import * as z from "zod";
import { Connection } from "./connection.ts";
import { HubFault } from "./hub-fault.ts";
import { Lease } from "./lease.ts";

const { signal } = new AbortController();

/** A connection to a hub that answers what a function says, at a time that a test sets. */
function connectionTo(answer: (body: object | Uint8Array, count: number) => unknown) {
  let now = 0;
  let count = 0;
  const lease = new Lease(() => now);
  const connection = new Connection({
    client: async ({ body }) => (await answer(body, ++count)) as never,
    lease,
    random: () => 0,
  });
  const begin = (term: number) => {
    lease.begin(1000, now);
    return connection.begin(term);
  };
  const saying = { path: "/x", body: (term: number) => ({ term }), answer: z.unknown(), patience: 1, signal };
  return { connection, begin, saying, pass: (ms: number) => (now += ms), count: () => count };
}

test("nothing is said without a session", async () => {
  const { connection, saying, count } = connectionTo(() => ({}));
  await expect(connection.say(saying)).rejects.toMatchObject({ kind: "session-ended" });
  expect(count()).toBe(0);
});

test("nothing is said after the lease was lost, and the session is over", async () => {
  const { connection, begin, saying, pass, count } = connectionTo(() => ({}));
  const session = begin(1);
  pass(1000);
  await expect(connection.say(saying)).rejects.toMatchObject({ kind: "session-ended" });
  expect([session.signal.aborted, count()]).toEqual([true, 0]);
});

test("an answer that comes after the lease was lost counts for nothing", async () => {
  const { connection, begin, saying, pass } = connectionTo(() => pass(1000));
  begin(1);
  await expect(connection.say(saying)).rejects.toMatchObject({ kind: "session-ended" });
});

test("what is insisted on is said again in the next session, with its term", async () => {
  const { connection, begin, saying } = connectionTo((body, count) => {
    if (count === 1) throw new HubFault("session-ended", "another one counts");
    return body;
  });
  const first = begin(1);
  const insisted = connection.insist(saying);
  await new Promise((resolve) => first.signal.addEventListener("abort", resolve));
  begin(2);
  expect(await insisted).toEqual({ term: 2 });
});

test("what is insisted on is said until the hub answers, but not if it refuses", async () => {
  const { connection, begin, saying, count } = connectionTo((_, count) => {
    if (count === 1) throw new HubFault("unreachable", "nobody there");
    throw new HubFault("refused", "never");
  });
  begin(1);
  await expect(connection.insist(saying)).rejects.toMatchObject({ kind: "refused" });
  expect(count()).toBe(2);
});

test("a fault of an earlier session does not end the one after it", async () => {
  const late = Promise.withResolvers<never>();
  const { connection, begin, saying } = connectionTo(() => late.promise);
  begin(1);
  const said = connection.say(saying);
  const second = begin(2);
  late.reject(new HubFault("session-ended", "the first one has ended"));
  await expect(said).rejects.toMatchObject({ kind: "session-ended" });
  expect(second.signal.aborted).toBe(false);
});

test("a hub that wants a long pause gets it, but what keeps the lease is said again before that is lost", async () => {
  const { connection, begin, pass } = connectionTo(() => ({}));
  begin(1);
  const busy = new HubFault("unreachable", "busy", { pause: 60_000 });
  const stop = new AbortController();
  const order: string[] = [];
  const long = connection.pause(0, busy, stop.signal).catch(() => order.push("stopped"));
  pass(100);
  await connection.pause(0, busy, signal, { keepsLease: true });
  order.push("said again");
  stop.abort();
  await long;
  expect(order).toEqual(["said again", "stopped"]);
});
