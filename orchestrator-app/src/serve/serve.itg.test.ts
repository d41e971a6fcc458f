import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { Database } from "../database/database.ts";
import { openDatabase } from "../database/open-database.ts";
import { startPostgreSql } from "../database/postgresql.fixture.ts";
import { handleDelivery } from "../events/handle-delivery.ts";
import { pumpDeliveries } from "../intake/pump-deliveries.ts";
import { memoryLog } from "../log/memory-log.fixture.ts";
import { pushOf } from "../events/deliver.fixture.ts";
import { type HubProcess, post, startHubProcess } from "./hub-process.fixture.ts";

const seed = 20_261_130;

/** Returns numbers below 1 that look random and are the same in each run. */
function numbers(): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Pours pushes into hubs, over some connections at once, until it is told to end; notes what was acknowledged. */
function pour(urls: () => readonly string[], prefix: string) {
  const acknowledged = new Set<string>();
  let [count, isOver] = [0, false];
  const connection = async () => {
    while (!isOver) {
      const number = count++;
      const guid = `${prefix}-${number}`;
      const commit = (number + 1).toString(16).padStart(40, "0");
      const url = urls()[number % urls().length] ?? "";
      const status = await post(url, "push", guid, pushOf({ after: commit, head_commit: { id: commit } }));
      if (status === 202) acknowledged.add(guid);
      else await sleep(20);
    }
  };
  const connections = Promise.all(Array.from({ length: 20 }, connection));
  return {
    acknowledged,
    end: async () => {
      isOver = true;
      await connections;
    },
  };
}

/** Waits until nothing is left to be handled, and returns what of it is wrong: nothing, if nothing is. */
async function faultsOf({ queries }: Database, acknowledged: ReadonlySet<string>): Promise<string[]> {
  const deliveries = await queries.selectFrom("delivery").select(["guid", "state", "outcome"]).execute();
  const runs = await queries.selectFrom("run").select("cause_key").execute();
  const known = new Map(deliveries.map((row) => [row.guid, row]));
  const started = Map.groupBy(runs, ({ cause_key: key }) => key.replace("delivery:", ""));
  return [
    ...[...acknowledged]
      .filter((guid) => !known.has(guid))
      .map((guid) => `${guid} was acknowledged and is lost`),
    ...deliveries.filter(({ state }) => state !== "handled").map(({ guid, state }) => `${guid} is ${state}`),
    ...deliveries
      .filter(({ guid }) => started.get(guid)?.length !== 1)
      .map(({ guid }) => `${guid} started ${started.get(guid)?.length ?? 0} runs`),
    ...runs
      .filter(({ cause_key: key }) => !known.has(key.replace("delivery:", "")))
      .map(() => "a run of nothing"),
  ];
}

async function allHandled({ queries }: Database): Promise<void> {
  await expect
    .poll(
      async () => {
        const left = await queries
          .selectFrom("delivery")
          .select("guid")
          .where("state", "=", "received")
          .execute();
        return left.length;
      },
      { timeout: 120_000, interval: 200 },
    )
    .toBe(0);
}

describe("a hub on PGlite", () => {
  test("that is killed again and again while deliveries pour in has all that it acknowledged, each with its effect once", async () => {
    await using work = await mkdtempDisposable(join(tmpdir(), "debootc-hub-"));
    const random = numbers();
    const environment = { DEBOOTC_HUB_DATA_DIR: work.path };
    let hub: HubProcess = await startHubProcess(environment);
    const pouring = pour(() => [hub.url], "kill");
    for (let kill = 0; kill < 4; kill++) {
      const before = pouring.acknowledged.size;
      await expect.poll(() => pouring.acknowledged.size, { timeout: 60_000 }).toBeGreaterThan(before + 50);
      await sleep(random() * 500);
      expect(await hub.end("SIGKILL")).toBe("SIGKILL");
      hub = await startHubProcess(environment);
    }
    await pouring.end();
    expect(await hub.end("SIGTERM")).toBe(0);

    await finish(work.path, pouring.acknowledged);
  });

  test("that is told to stop finishes what it has in hand and answers nothing that it did not store", async () => {
    await using work = await mkdtempDisposable(join(tmpdir(), "debootc-hub-"));
    const hub = await startHubProcess({ DEBOOTC_HUB_DATA_DIR: work.path });
    const pouring = pour(() => [hub.url], "stop");
    await expect.poll(() => pouring.acknowledged.size, { timeout: 60_000 }).toBeGreaterThan(100);

    expect(await hub.end("SIGTERM")).toBe(0);
    await pouring.end();
    await finish(work.path, pouring.acknowledged);
  });

  test("says that it is ready and what to do next, shows its key once, and refuses a second process on its directory", async () => {
    await using work = await mkdtempDisposable(join(tmpdir(), "debootc-hub-"));
    const hub = await startHubProcess({ DEBOOTC_HUB_DATA_DIR: work.path });
    try {
      const answerOf = async (path: string) => (await fetch(`${hub.url}${path}`)).json();

      expect(await answerOf("/healthz")).toEqual({ state: "alive" });
      expect(await answerOf("/readyz")).toEqual({ state: "ready", database: true, failing: [] });
      expect(hub.written()).toContain("is not registered at GitHub yet");
      const key = /debootc_[0-9a-f]{16}_\S+/.exec(hub.written())?.[0];
      const runs = (authorization: string) => fetch(`${hub.url}/api/v1/runs`, { headers: { authorization } });
      expect((await runs("")).status).toBe(401);
      expect(await (await runs(`Bearer ${key}`)).json()).toMatchObject({ items: [] });
      expect((await fetch(`${hub.url}/webhooks`)).status).toBe(404);
      await expect(startHubProcess({ DEBOOTC_HUB_DATA_DIR: work.path })).rejects.toThrow(
        /ended with 60: error: another hub uses/,
      );
    } finally {
      await hub.end("SIGTERM");
    }
  });
});

/** Handles what is left, as a hub does that starts when all leases have ended, and looks at all of it. */
async function finish(directory: string, acknowledged: ReadonlySet<string>): Promise<void> {
  await using database = await openDatabase({ directory });
  const clock = () => new Date(Date.now() + 600_000);
  while ((await pumpDeliveries({ database, handle: handleDelivery, clock, log: memoryLog() })) > 0);
  expect(acknowledged.size).toBeGreaterThan(100);
  expect(await faultsOf(database, acknowledged)).toEqual([]);
}

describe("three hubs on one PostgreSQL", () => {
  test("handle each delivery once, while hubs and the database are killed, and one of them leads", async () => {
    await using server = await startPostgreSql();
    const url = await server.database("hub");
    const start = () => startHubProcess({ DATABASE_URL: url });
    const hubs = await Promise.all([start(), start(), start()]);
    const pouring = pour(() => hubs.map((hub) => hub.url), "many");
    const more = async (count: number) => {
      const before = pouring.acknowledged.size;
      await expect.poll(() => pouring.acknowledged.size, { timeout: 60_000 }).toBeGreaterThan(before + count);
    };
    await more(300);
    await hubs[0]?.end("SIGKILL");
    await more(100);
    await server.crash();
    await more(100);
    hubs[0] = await start();
    await more(300);
    await pouring.end();

    {
      await using database = await openDatabase({ url });
      await allHandled(database);
      expect(await faultsOf(database, pouring.acknowledged)).toEqual([]);
      const leases = await database.queries.selectFrom("lease").selectAll().execute();
      expect(leases).toMatchObject([{ name: "leader" }]);
    }
    expect(await Promise.all(hubs.map((hub) => hub.end("SIGTERM")))).toEqual([0, 0, 0]);
  });
});
