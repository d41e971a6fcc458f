import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../database/database.ts";
import { migrate } from "../database/migrate.ts";
import { openDatabase } from "../database/open-database.ts";
import { type PostgreSql, startPostgreSql } from "../database/postgresql.fixture.ts";
import { addHost, startedOrder } from "../fleet/fleet.fixture.ts";
import { addRepositories, after, assign, planned, plannedRun, start } from "../runs/scene.fixture.ts";
import { startHubProcess } from "../serve/hub-process.fixture.ts";
import { checkDatabase } from "../upkeep/check-database.ts";
import { appendPieces } from "./append-pieces.ts";
import { pruneLogs } from "./prune-logs.ts";
import { readKept } from "./read-log.ts";
import { searchLogs } from "./search-logs.ts";

let server: PostgreSql;
beforeAll(async () => {
  server = await startPostgreSql();
});
afterAll(() => server[Symbol.asyncDispose]());

/** Makes a database with attempts at so many tasks under way. */
async function scene(
  name: string,
  tasks: number,
): Promise<{ readonly url: string; readonly database: Database }> {
  const url = await server.database(name);
  const database = await openDatabase({ url });
  await migrate(database);
  await addRepositories(database.queries);
  await plannedRun(
    database,
    Array.from({ length: tasks }, (_, index) => planned(`t${index}/amd64`)),
  );
  await assign(database);
  return { url, database };
}

/** Is what the runner of a task writes, of which every byte says where it belongs. */
function outputOf(task: number, lines: number): Buffer {
  return Buffer.from(
    Array.from({ length: lines }, (_, line) => `task ${task} line ${line} ${"x".repeat(line % 60)}\n`).join(
      "",
    ),
  );
}

/** Sends an output as an agent does, and returns how many bytes of it the hub has acknowledged at each moment. */
function agent(
  url: () => string,
  { task, token }: { readonly task: number; readonly token: string },
  output: Buffer,
) {
  const state = { acknowledged: 0, isOver: false };
  const send = async () => {
    let offset = 0;
    while (state.acknowledged < output.length) {
      const piece = output.subarray(offset, offset + 700);
      try {
        const answer = await fetch(`${url()}/api/v1/agent/orders/${task}-000001/log?offset=${offset}`, {
          method: "POST",
          body: new Uint8Array(piece),
          headers: { "Content-Type": "application/octet-stream", Authorization: `Bearer ${token}` },
        });
        if (!answer.ok) throw new Error(await answer.text());
        const { next } = (await answer.json()) as { readonly next: number };
        // What was acknowledged once stays so.
        expect(next).toBeGreaterThanOrEqual(state.acknowledged);
        state.acknowledged = next;
        offset = next;
      } catch (error) {
        if ((error as Error).name === "AssertionError") throw error;
        // The agent may have forgotten what it has sent, too.
        offset = Math.max(0, state.acknowledged - 300);
        await sleep(20);
      }
    }
    state.isOver = true;
  };
  return { state, done: send() };
}

describe("on PostgreSQL", () => {
  test("a hub that is killed again and again while logs come in loses nothing that it acknowledged", async () => {
    const { url, database } = await scene("killed", 6);
    await using _ = database;
    const environment = { DATABASE_URL: url };
    let hub = await startHubProcess(environment);
    const { host, token } = await addHost(database, "builder-1", {}, new Date());
    const outputs = [1, 2, 3, 4, 5, 6].map((task) => outputOf(task, 2500));
    for (const task of outputs.keys())
      await startedOrder(database, { host, task: task + 1, id: `${task + 1}-000001`, at: new Date() });
    const agents = outputs.map((output, index) => agent(() => hub.url, { task: index + 1, token }, output));
    const acknowledged = () => agents.reduce((sum, { state }) => sum + state.acknowledged, 0);
    const total = outputs.reduce((sum, { length }) => sum + length, 0);
    for (let kill = 1; kill <= 3; kill++) {
      await expect.poll(acknowledged, { timeout: 60_000, interval: 5 }).toBeGreaterThan((total * kill) / 5);
      await hub.end("SIGKILL");
      const before = agents.map(({ state }) => state.acknowledged);
      const sizes = await sizesOf(database);
      for (const [index, least] of before.entries()) expect(sizes[index]).toBeGreaterThanOrEqual(least);
      hub = await startHubProcess(environment);
    }
    await Promise.all(agents.map(({ done }) => done));
    expect(await hub.end("SIGTERM")).toBe(0);
    for (const [index, output] of outputs.entries()) {
      const key = { taskId: index + 1, attempt: 1 };
      const kept = await readKept(database.queries, key, { from: 0, most: output.length + 1 });
      expect(Buffer.from(kept).equals(output)).toBe(true);
    }
    expect((await checkDatabase(database)).damage).toEqual([]);
  });

  test("two hubs that get the pieces of the same logs at once store each byte once", async () => {
    const { database } = await scene("twice", 3);
    await using _ = database;
    const outputs = [1, 2, 3].map((task) => outputOf(task, 300));
    const send = async (seed: number) => {
      let at = 0;
      while (at < 6000) {
        const length = 50 + ((at * seed) % 400);
        // Each begins with another log, so that they would wait for each other if they locked as they come.
        const order = seed === 1 ? [0, 1, 2] : [2, 1, 0];
        const from = at;
        await database.queries.transaction().execute((trx) =>
          appendPieces(
            trx,
            order.map((index) => ({
              ...{ taskId: index + 1, attempt: 1, order: `${index + 1}-000001`, offset: from },
              bytes: outputs[index]?.subarray(from, from + length) ?? new Uint8Array(),
            })),
            start,
          ),
        );
        at += length;
      }
    };
    await Promise.all([send(1), send(3), send(7)]);
    for (const [index, output] of outputs.entries()) {
      const key = { taskId: index + 1, attempt: 1 };
      const kept = await readKept(database.queries, key, { from: 0, most: 100_000 });
      expect(kept.length).toBeGreaterThanOrEqual(6000);
      expect(Buffer.from(kept).equals(output.subarray(0, kept.length))).toBe(true);
    }
  });

  test("lines are found, and old logs removed, as on PGlite", async () => {
    const { database } = await scene("search", 2);
    await using _ = database;
    const { queries } = database;
    for (const [offset, text] of [
      [0, "a nee"],
      [5, "dle\nsecret ghs_abcdefghijklmnopqrstuvwx\n"],
    ] as const) {
      const piece = { taskId: 1, attempt: 1, order: "1-000001", offset, bytes: Buffer.from(text) };
      await queries.transaction().execute((trx) => appendPieces(trx, [piece], start));
    }
    expect(await searchLogs(queries, { text: "needle", limit: 10 })).toEqual({
      lines: [{ taskId: 1, attempt: 1, line: 1, offset: 2, text: "a needle" }],
    });
    expect((await searchLogs(queries, { text: "abcdef", limit: 10 })).lines).toEqual([]);
    expect((await searchLogs(queries, { text: "needle", run: 1, limit: 10 })).lines).toHaveLength(1);
    await queries
      .updateTable("attempt")
      .set({ ended_at: after(1) })
      .execute();
    expect(await pruneLogs(queries, { before: after(1) })).toBe(1);
  });
});

async function sizesOf({ queries }: Database): Promise<readonly number[]> {
  const rows = await queries.selectFrom("log").select("size").orderBy("task_id").execute();
  return rows.map(({ size }) => size);
}
