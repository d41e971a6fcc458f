import fc from "fast-check";
import { expect, test } from "vitest";
import type { Queries } from "../database/database.ts";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import type { GitHubCall } from "./call.ts";
import { governor } from "./governor.ts";

const start = new Date("2026-11-30T12:00:00Z").getTime();
const reading: GitHubCall = { method: "GET", path: "/x", installation: 1, cost: "read" };
const writing: GitHubCall = { method: "POST", path: "/x", installation: 1, cost: "content" };

async function replicas() {
  const { queries } = await memoryDatabase();
  const time = { now: start };
  const transaction = <T>(run: (trx: Queries) => Promise<T>) => queries.transaction().execute(run);
  const one = () => governor(transaction, () => new Date(time.now));
  return { time, both: [one(), one()] as const };
}

const answer = (status: number, headers: Record<string, string>) => ({
  status,
  headers: new Headers(headers),
  text: "",
});

test("two replicas together never exceed GitHub's limits within any minute, however they interleave", async () => {
  // Rounds of calls at once: how many by each replica, and the pause after them.
  const rounds = fc.array(
    fc.record({
      calls: fc.array(fc.record({ replica: fc.nat(1), write: fc.boolean() }), {
        minLength: 1,
        maxLength: 25,
      }),
      pause: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20_000 })),
    }),
    { minLength: 3, maxLength: 5 },
  );
  await fc.assert(
    fc.asyncProperty(rounds, async (asked) => {
      const { time, both } = await replicas();
      const made: { at: number; points: number; writes: number }[] = [];
      for (const { calls, pause } of asked) {
        await Promise.all(
          calls.map(async ({ replica, write }) => {
            const until = await both[replica === 0 ? 0 : 1].take(write ? writing : reading);
            if (until === undefined)
              made.push({ at: time.now, points: write ? 5 : 1, writes: write ? 1 : 0 });
            else expect(until.getTime()).toBeGreaterThan(time.now);
          }),
        );
        time.now += pause;
      }
      expect(made.length).toBeGreaterThan(0);
      for (const { at } of made) {
        const within = made.filter((one) => one.at >= at && one.at < at + 60_000);
        expect(within.reduce((sum, { points }) => sum + points, 0)).toBeLessThanOrEqual(900);
        expect(within.reduce((sum, { writes }) => sum + writes, 0)).toBeLessThanOrEqual(80);
      }
    }),
    { numRuns: 5 },
  );
});

test("a replica waits for a limit that another one was refused by", async () => {
  const { time, both } = await replicas();
  expect(await both[0].take(reading)).toBeUndefined();
  await both[0].note(reading, answer(429, { "retry-after": "40" }));

  expect(await both[1].take(reading)).toEqual(new Date(start + 40_000));
  expect(await both[1].take({ ...reading, installation: 2 })).toBeUndefined();
  time.now += 40_000;
  expect(await both[1].take(reading)).toBeUndefined();
});

test("what is left of an hour is shared, counted down by each call, and the smallest number counts", async () => {
  const { time, both } = await replicas();
  const reset = String(start / 1000 + 600);
  await both[0].take(reading);
  await both[0].note(reading, answer(200, { "x-ratelimit-remaining": "2", "x-ratelimit-reset": reset }));
  // An older answer comes late.
  await both[1].note(reading, answer(200, { "x-ratelimit-remaining": "5", "x-ratelimit-reset": reset }));

  expect(await both[1].take(reading)).toBeUndefined();
  expect(await both[0].take(reading)).toBeUndefined();
  expect(await both[1].take(reading)).toEqual(new Date(start + 600_000));
  time.now += 600_000;
  expect(await both[1].take(reading)).toBeUndefined();
});

test("an answer is noted when the limits come near, and else only now and then", async () => {
  const { queries } = await memoryDatabase();
  const time = { now: start };
  let transactions = 0;
  const counted = <T>(run: (trx: Queries) => Promise<T>) => {
    transactions += 1;
    return queries.transaction().execute(run);
  };
  const { note } = governor(counted, () => new Date(time.now));
  const reset = String(start / 1000 + 600);
  const notes = async (remaining: number) => {
    const before = transactions;
    const headers = { "x-ratelimit-remaining": String(remaining), "x-ratelimit-reset": reset };
    await note(reading, answer(200, headers));
    return transactions - before;
  };
  expect(await notes(4999)).toBe(1);
  expect(await notes(4998)).toBe(0);
  time.now += 10_000;
  expect(await notes(4000)).toBe(1);
  expect([await notes(999), await notes(998)]).toEqual([1, 1]);
});
