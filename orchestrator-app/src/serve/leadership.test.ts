import { expect, test } from "vitest";
import type { Database } from "../database/database.ts";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { memoryLog } from "../log/memory-log.fixture.ts";
import { after } from "../runs/scene.fixture.ts";
import { takeLease } from "../store/lease.ts";
import { Leadership } from "./leadership.ts";

const { signal } = new AbortController();

/** Returns one of the replicas on a database, whose clock the test moves. */
function replica(database: Database, holder: string) {
  let now = after(0);
  const log = memoryLog();
  const leadership = new Leadership({ database, holder, clock: () => now, log, onLead: () => {} });
  const at = (seconds: number) => {
    now = after(seconds);
  };
  return { leadership, log, at, lead: () => leadership.plan().round(signal) };
}

test("a leader that is frozen in the middle of a round, until another one leads, does not end it", async () => {
  const database = await memoryDatabase();
  const { queries } = database;
  const { leadership, log, lead } = replica(database, "a");
  await lead();
  let changed = 0;
  const loop = leadership.only({
    name: "work",
    every: 1000,
    round: async (fenced) => {
      await fenced.transact(async () => changed++);
      // Here it is frozen: it does not see that its time is over.
      await takeLease(queries, { name: "leader", holder: "b" }, { now: after(60), until: after(75) });
      await fenced.transact(async () => changed++);
      return true;
    },
  });

  expect(await loop.round(signal)).toBe(false);
  expect(changed).toBe(1);
  expect(log.lines).toMatchObject([{ level: "warn", fields: { loop: "work", term: 1 } }]);
  expect(leadership.held()).toBeUndefined();
  expect(await loop.round(signal)).toBe(false);
  expect(changed).toBe(1);
});

test("a failure of a leader's work is one of its loop", async () => {
  const { leadership, lead } = replica(await memoryDatabase(), "a");
  await lead();
  const fail = async () => Promise.reject(new Error("no"));
  await expect(leadership.only({ name: "work", every: 1, round: fail }).round(signal)).rejects.toThrow("no");
});

test("no round begins shortly before the lease ends, and the next term is another one", async () => {
  const { leadership, at, lead } = replica(await memoryDatabase(), "a");
  await lead();
  expect(leadership.held()).toMatchObject({ term: 1 });
  at(12);
  expect(leadership.held()).toBeUndefined();
  at(16);
  await lead();
  expect(leadership.held()).toMatchObject({ term: 2 });
});
