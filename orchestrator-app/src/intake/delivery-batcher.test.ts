import { describe, expect, test } from "vitest";
import { start } from "../runs/scene.fixture.ts";
import { aDelivery } from "./delivery.fixture.ts";
import { DeliveryBatcher } from "./delivery-batcher.ts";
import type { NewDelivery } from "./new-delivery.ts";

/** Makes a batcher over a list; each batch is noted before it is stored. */
function batcherOf(refuse: (batch: readonly NewDelivery[]) => unknown = () => undefined) {
  const stored = new Set<string>();
  const batches: number[] = [];
  const batcher = new DeliveryBatcher(async (batch) => {
    batches.push(batch.length);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const error = refuse(batch);
    if (error !== undefined) throw error;
    const fresh = batch.map(({ guid }) => guid).filter((guid) => !stored.has(guid));
    for (const guid of fresh) stored.add(guid);
    return new Set(fresh);
  });
  const add = (guid: string, body = "{}") => batcher.add(aDelivery(guid, start, { body }));
  return { batcher, add, batches, stored };
}

describe("deliveries that come together", () => {
  test("are stored together, and those that come meanwhile together after them", async () => {
    const { add, batches } = batcherOf();

    const first = Array.from({ length: 10 }, (_, index) => add(`a${index}`));
    await new Promise((resolve) => setTimeout(resolve, 1));
    const second = Array.from({ length: 700 }, (_, index) => add(`b${index}`));
    expect(await Promise.all([...first, ...second])).toEqual(Array.from({ length: 710 }, () => true));
    expect(batches).toEqual([10, 500, 200]);
  });

  test("are new once, also twice in one batch", async () => {
    const { add } = batcherOf();

    expect(await Promise.all([add("a"), add("a"), add("b")])).toEqual([true, false, true]);
    expect(await add("b")).toBe(false);
  });

  test("are divided by their length as well", async () => {
    const { add, batches } = batcherOf();
    const large = "x".repeat(5_000_000);

    await Promise.all([add("a", large), add("b", large), add("c", "x".repeat(25_000_000)), add("d")]);
    expect(batches).toEqual([1, 1, 1, 1]);
  });

  test("fail together when the database is in trouble, and the next ones are tried again", async () => {
    let isDown = true;
    const { add } = batcherOf(() => (isDown ? new Error("down") : undefined));

    const results = await Promise.allSettled([add("a"), add("b")]);
    expect(results).toMatchObject([{ status: "rejected" }, { status: "rejected" }]);
    isDown = false;
    expect(await add("a")).toBe(true);
  });

  test("do not suffer from one that the database does not take", async () => {
    const { add } = batcherOf((batch) =>
      batch.some(({ guid }) => guid === "bad")
        ? Object.assign(new Error("odd"), { code: "22021" })
        : undefined,
    );

    const results = await Promise.allSettled([add("a"), add("bad"), add("b")]);
    expect(results).toMatchObject([{ value: true }, { status: "rejected" }, { value: true }]);
  });

  test("are all stored before the batcher is idle", async () => {
    const { add, batcher, stored } = batcherOf();

    void add("a");
    await new Promise((resolve) => setTimeout(resolve, 1));
    void add("b");
    await batcher.idle();
    expect([...stored]).toEqual(["a", "b"]);
  });
});
