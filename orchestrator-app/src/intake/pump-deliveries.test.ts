import { DebootcError } from "@debootc/core/error/debootc-error";
import { describe, expect, test } from "vitest";
import type { Database } from "../database/database.ts";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { memoryLog } from "../log/memory-log.fixture.ts";
import { after, start } from "../runs/scene.fixture.ts";
import { aDelivery } from "./delivery.fixture.ts";
import { type Pump, pumpDeliveries } from "./pump-deliveries.ts";
import { replayDelivery } from "./replay-delivery.ts";
import { storeDeliveries } from "./store-deliveries.ts";
import { takeDeliveries } from "./take-deliveries.ts";

async function rows({ queries }: Database) {
  return queries.selectFrom("delivery").selectAll().orderBy("received_at").orderBy("guid").execute();
}

/** Stores deliveries whose GUIDs these are, each a second after the one before. */
async function received({ queries }: Database, ...guids: readonly string[]): Promise<void> {
  await storeDeliveries(
    queries,
    guids.map((guid, index) => aDelivery(guid, after(index))),
  );
}

/** Makes a pump at so many seconds; what it handles is listed. */
function pumpAt(database: Database, seconds: number, changes: Partial<Pump> = {}) {
  const handled: string[] = [];
  const pump: Pump = {
    database,
    clock: () => after(seconds),
    log: memoryLog(),
    handle: async (_, { guid }) => {
      handled.push(guid);
      return "done";
    },
    ...changes,
  };
  return { pump, handled };
}

describe("storing", () => {
  test("keeps a delivery as it was signed, and only once", async () => {
    const database = await memoryDatabase();
    const odd = aDelivery("a", start, {
      body: `{"x":"\\u0000 {}\\"',\\\\ NULL \u{1f600}"}`,
      action: "opened",
      installationId: 5_000_000_000,
      repositoryId: 7,
    });

    expect(await storeDeliveries(database.queries, [odd, aDelivery("b", after(1))])).toEqual(
      new Set(["a", "b"]),
    );
    expect(await storeDeliveries(database.queries, [{ ...odd, body: "{}" }])).toEqual(new Set());
    expect(await rows(database)).toMatchObject([
      {
        guid: "a",
        body: odd.body,
        action: "opened",
        installation_id: 5_000_000_000,
        state: "received",
        received_at: start,
      },
      { guid: "b", action: null, installation_id: null, received_at: after(1) },
    ]);
  });

  test("takes the same delivery twice in one batch", async () => {
    const database = await memoryDatabase();

    await storeDeliveries(database.queries, [aDelivery("a", start), aDelivery("a", start)]);
    expect(await rows(database)).toHaveLength(1);
  });
});

describe("a pump", () => {
  test("handles what was received in its order, once, with its outcome", async () => {
    const database = await memoryDatabase();
    await received(database, "c", "a", "b");
    const { pump, handled } = pumpAt(database, 10);

    expect(await pumpDeliveries(pump)).toBe(3);
    expect(await pumpDeliveries(pump)).toBe(0);
    expect(handled).toEqual(["c", "a", "b"]);
    expect(await rows(database)).toMatchObject([
      { state: "handled", outcome: "done", handled_at: after(10), attempts: 1, lease_until: null },
      { state: "handled" },
      { state: "handled" },
    ]);
  });

  test("leaves what another one has until that one's lease ends", async () => {
    const database = await memoryDatabase();
    await received(database, "a");
    await takeDeliveries(database.queries, { now: after(1), until: after(61), most: 10 });

    const early = pumpAt(database, 60);
    expect(await pumpDeliveries(early.pump)).toBe(0);
    const late = pumpAt(database, 61);
    expect(await pumpDeliveries(late.pump)).toBe(1);
    expect(late.handled).toEqual(["a"]);
  });

  test("that was overtaken, because it was slow, leaves a delivery to the one who has it now", async () => {
    const database = await memoryDatabase();
    await received(database, "a", "b");
    const handled: string[] = [];
    const { pump } = pumpAt(database, 10, {
      handle: async (queries, { guid }) => {
        handled.push(guid);
        await queries
          .updateTable("delivery")
          .set({ lease_until: after(500) })
          .where("guid", "=", "b")
          .execute();
        return "done";
      },
    });

    await pumpDeliveries(pump);
    expect(handled).toEqual(["a"]);
    expect(await rows(database)).toMatchObject([
      { state: "handled" },
      { state: "received", lease_until: after(500) },
    ]);
  });

  test("undoes what a failed delivery changed, and tries again after longer and longer pauses until it gives up", async () => {
    const database = await memoryDatabase();
    await received(database, "a");
    let tries = 0;
    const pauses: number[] = [];
    let now = 10;
    const fail: Pump["handle"] = async (queries) => {
      tries++;
      await queries
        .insertInto("cursor")
        .values({ name: `try ${tries}`, value: "", changed_at: start })
        .execute();
      throw new Error("no luck \0");
    };
    for (let turn = 0; turn < 20; turn++) {
      await pumpDeliveries(pumpAt(database, now, { handle: fail }).pump);
      const [row] = await rows(database);
      if (row?.state !== "received") break;
      pauses.push((row.due_at.getTime() - after(now).getTime()) / 1000);
      now += pauses.at(-1)!;
    }

    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
    expect(await rows(database)).toMatchObject([
      { state: "failed", attempts: 12, outcome: "failed: no luck  ", lease_until: null },
    ]);
    expect(await database.queries.selectFrom("cursor").selectAll().execute()).toEqual([]);
    await replayDelivery(database.queries, "a", after(5000));
    const again = pumpAt(database, 5000);
    await pumpDeliveries(again.pump);
    expect(again.handled).toEqual(["a"]);
    await expect(replayDelivery(database.queries, "a", after(5000))).rejects.toThrow("is handled");
    await expect(replayDelivery(database.queries, "b", after(5000))).rejects.toThrow(
      "there is no delivery b",
    );
  });

  test("gives up at once what an odd payload makes fail, and goes on with the others", async () => {
    const database = await memoryDatabase();
    await received(database, "a", "b");
    const { pump } = pumpAt(database, 10, {
      handle: async (_, { guid }) => {
        if (guid === "a") throw new DebootcError("request-invalid", "cannot read the payload: ref: missing");
        return "done";
      },
    });

    await pumpDeliveries(pump);
    expect(await rows(database)).toMatchObject([
      { state: "failed", attempts: 1, outcome: "failed: cannot read the payload: ref: missing" },
      { state: "handled" },
    ]);
  });

  test("does not forever begin a delivery that ends the process", async () => {
    const database = await memoryDatabase();
    await received(database, "a");
    let begun = 0;
    for (let turn = 0; turn < 100; turn++) {
      const now = after(turn * 60);
      const [taken] = await takeDeliveries(database.queries, { now, until: after(turn * 60 + 60), most: 1 });
      begun = taken?.attempts ?? begun;
    }
    const { pump, handled } = pumpAt(database, 6000);
    await pumpDeliveries(pump);

    expect(handled).toEqual([]);
    expect(await rows(database)).toMatchObject([
      { state: "failed", outcome: expect.stringContaining("without an end") },
    ]);
  });

  test("that is to stop ends after the delivery in hand, and gives the others back", async () => {
    const database = await memoryDatabase();
    await received(database, "a", "b", "c");
    const stop = new AbortController();
    const { pump } = pumpAt(database, 10, {
      signal: stop.signal,
      handle: async () => {
        stop.abort();
        return "done";
      },
    });

    expect(await pumpDeliveries(pump)).toBe(1);
    expect(await rows(database)).toMatchObject([
      { state: "handled" },
      { state: "received", lease_until: null, attempts: 0 },
      { state: "received", lease_until: null, attempts: 0 },
    ]);
  });
});
