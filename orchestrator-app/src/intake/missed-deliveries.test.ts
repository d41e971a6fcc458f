import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Database } from "../database/database.ts";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { memoryLog } from "../log/memory-log.fixture.ts";
import { after } from "../runs/scene.fixture.ts";
import { aDelivery } from "./delivery.fixture.ts";
import { type DeliveryLog, findMissedDeliveries, type SentDelivery } from "./missed-deliveries.ts";
import { storeDeliveries } from "./store-deliveries.ts";

async function received({ queries }: Database, guid: string): Promise<void> {
  await storeDeliveries(queries, [aDelivery(guid, after(0))]);
}

describe("missed deliveries", () => {
  /** Plays GitHub's list, two on a page; what is asked for again is listed. */
  function githubOf(sent: readonly SentDelivery[], gone: readonly number[] = []) {
    const asked: number[] = [];
    let pages = 0;
    const github: DeliveryLog = {
      list: async (cursor) => {
        pages++;
        const all = sent.toSorted((a, b) => b.id - a.id);
        const from = Number(cursor ?? 0);
        const next = from + 2 < all.length ? String(from + 2) : undefined;
        return { deliveries: all.slice(from, from + 2), next };
      },
      redeliver: async (id) => {
        asked.push(id);
        return !gone.includes(id);
      },
    };
    return { github, asked, pages: () => pages };
  }
  const sent = (id: number, guid: string, status_code = 503): SentDelivery => ({ id, guid, status_code });
  const find = (database: Database, github: DeliveryLog, seconds: number) =>
    findMissedDeliveries({ database, github, now: after(seconds), log: memoryLog() });

  test("are asked for by their newest attempt, unless they are stored", async () => {
    const database = await memoryDatabase();
    await received(database, "stored");
    const { github, asked } = githubOf([
      sent(1, "lost"),
      sent(2, "stored"),
      sent(3, "lost", 0),
      sent(4, "fine", 202),
      sent(5, "stored", 202),
    ]);

    expect(await find(database, github, 0)).toBe(1);
    expect(asked).toEqual([3]);
  });

  test("are asked for in the order of their newest attempts", async () => {
    const database = await memoryDatabase();
    const { github, asked } = githubOf([sent(1, "a"), sent(2, "b"), sent(3, "c"), sent(4, "a")]);

    await find(database, github, 0);
    expect(asked).toEqual([2, 3, 4]);
  });

  test("stay due where GitHub fails, and those that were asked for before it failed wait for their pause", async () => {
    const database = await memoryDatabase();
    const { github, asked } = githubOf([sent(1, "a"), sent(2, "b"), sent(3, "c")]);
    const failing = {
      ...github,
      redeliver: async (id: number) => {
        if (id === 2) throw new Error("no network");
        return github.redeliver(id);
      },
    };

    await expect(find(database, failing, 0)).rejects.toThrow("no network");
    expect(await find(database, github, 1)).toBe(2);
    expect(asked).toEqual([1, 2, 3]);
  });

  test("are asked for again after longer pauses, until they are stored", async () => {
    const database = await memoryDatabase();
    const list = [sent(1, "lost")];
    const { github, asked } = githubOf(list);

    await find(database, github, 0);
    list.push(sent(2, "lost"));
    await find(database, github, 9);
    expect(asked).toEqual([1]);
    await find(database, github, 10);
    await find(database, github, 29);
    expect(asked).toEqual([1, 2]);
    await find(database, github, 30);
    expect(asked).toEqual([1, 2, 2]);
    await received(database, "lost");
    await find(database, github, 10_000);
    expect(asked).toEqual([1, 2, 2]);
  });

  test("are looked for only in what is new since the last time", async () => {
    const database = await memoryDatabase();
    const list = Array.from({ length: 9 }, (_, index) => sent(index + 1, `fine-${index}`, 202));
    const { github, asked, pages } = githubOf(list);

    await find(database, github, 0);
    expect(pages()).toBe(5);
    await find(database, github, 60);
    expect(pages()).toBe(6);
    expect(asked).toEqual([]);
  });

  test("include what was acknowledged before the database was restored, but not what a new database never had", async () => {
    const database = await memoryDatabase();
    const list = [sent(1, "old", 202)];
    const { github, asked } = githubOf(list);

    await find(database, github, 0);
    expect(asked).toEqual([]);
    list.push(sent(2, "acknowledged", 202));
    await find(database, github, 60);
    expect(asked).toEqual([2]);
  });

  test("that GitHub no longer has are not asked for any more", async () => {
    const database = await memoryDatabase();
    const { github, asked } = githubOf([sent(1, "gone")], [1]);

    await find(database, github, 0);
    await find(database, github, 10_000);
    expect(asked).toEqual([1]);
  });

  test("are all stored in the end, whatever fails in between", async () => {
    const database = await memoryDatabase();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 30 }), async (failures) => {
        await database.queries.deleteFrom("cursor").execute();
        await database.queries.deleteFrom("delivery").execute();
        const list: SentDelivery[] = [];
        const deliver = async (guid: string, fails: boolean) => {
          list.push(sent(list.length + 1, guid, fails ? 503 : 202));
          if (!fails) await received(database, guid);
        };
        let next = 0;
        const { github } = githubOf(list);
        const redeliver = async (id: number) => {
          const guid = list.find((one) => one.id === id)?.guid ?? "";
          await deliver(guid, failures[next++ % failures.length] === true && next < 60);
          return true;
        };
        for (const [index, fails] of failures.entries()) await deliver(`guid-${index}`, fails);
        for (let turn = 0; turn < 80; turn++) await find(database, { ...github, redeliver }, turn * 4000);

        const stored = await database.queries.selectFrom("delivery").select("guid").execute();
        expect(stored).toHaveLength(failures.length);
      }),
      { numRuns: 10 },
    );
  });
});
