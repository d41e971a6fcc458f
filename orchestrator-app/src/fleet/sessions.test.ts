import { beforeAll, describe, expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { fleetScene, oneLeg } from "./fleet-scene.fixture.ts";
import { hostReport } from "./fleet.fixture.ts";
import { beginSession } from "./begin-session.ts";
import { heartbeat } from "./heartbeat.ts";
import { changeHost, lockedHost } from "./hosts.ts";
import { knownRuns } from "./known-runs.ts";
import { nextOrder } from "./next-order.ts";
import { reportOrder } from "./report-order.ts";
import { WaitingHosts } from "./waiting-hosts.ts";

// It takes many seconds where other work runs.
beforeAll(memoryDatabase);

/** Makes a host with an order, as a request of its agent finds it, and what may happen before that request goes on. */
async function requestScene() {
  const scene = await fleetScene({ one: {} }, oneLeg);
  const { database, fleet, agent, clock } = scene;
  await scene.start();
  await scene.queued();
  await fleet.place();
  const order = (await agent("one").next())?.id ?? "";
  const found = await database.queries.selectFrom("host").selectAll().executeTakeFirstOrThrow();
  const again = (orders: readonly string[]) =>
    database.transact((trx) =>
      beginSession(trx, found, { host: hostReport(), orders: [...orders] }, clock()),
    );
  const rows = async () => [
    await scene.placements(),
    await database.queries.selectFrom("host").selectAll().execute(),
  ];
  const next = (orders: readonly string[]) =>
    nextOrder(
      {
        ...{ database, call: scene.call, clock, log: scene.log },
        ...{ runs: knownRuns(clock), appLogin: async () => "", waiting: new WaitingHosts() },
        ...{ hasApp: () => true, wake: () => {} },
      },
      found,
      { term: found.term, orders: [...orders], waitSeconds: 0 },
      new AbortController().signal,
    );
  const beat = () =>
    database.transact((trx) =>
      heartbeat(
        trx,
        found,
        { term: found.term, orders: [], load: 9, memoryFreeMiB: 9, diskFreeMiB: 9 },
        clock(),
      ),
    );
  const report = () =>
    reportOrder(
      database.queries,
      found,
      { id: order, now: clock() },
      { term: found.term, state: "ended", exit: { code: 1, signal: null } },
    );
  return { ...scene, order, again, rows, next, beat, report };
}

describe("a request of a session that ends while it is answered", () => {
  test("changes nothing of what the new session has", async () => {
    await using scene = await requestScene();
    const { order, again, rows, next, beat, report } = scene;
    await again([order]);
    const before = await rows();
    // The agent of the earlier session does not have the order.
    await expect(next([])).rejects.toMatchObject({ code: "session-ended" });
    await expect(beat()).rejects.toMatchObject({ code: "session-ended" });
    expect(await report()).toBe(false);
    expect(await rows()).toEqual(before);
  });

  test("does not bring a host back that was removed", async () => {
    await using scene = await requestScene();
    const { database, rows, next, beat } = scene;
    await database.transact(async (trx) =>
      changeHost(trx, await lockedHost(trx, "one"), "removed", scene.clock()),
    );
    const before = await rows();
    await expect(next([])).rejects.toMatchObject({ code: "not-authenticated" });
    await expect(beat()).rejects.toMatchObject({ code: "not-authenticated" });
    expect(await rows()).toEqual(before);
  });
});
