import { expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { after } from "../runs/scene.fixture.ts";
import { holdsTerm, releaseLease, takeLease } from "./lease.ts";

const take = async (holder: string, from: number, until: number) => {
  const { queries } = await database;
  return takeLease(queries, { name: "leader", holder }, { now: after(from), until: after(until) });
};
let database: ReturnType<typeof memoryDatabase>;

test("one holds a lease until it expires, and each holder after another has a higher term", async () => {
  database = memoryDatabase();
  const { queries } = await database;

  const first = await take("a", 0, 10);
  expect(first).toMatchObject({ holder: "a", term: 1 });
  expect(await take("b", 5, 15)).toBeUndefined();
  expect(await take("a", 9, 19)).toMatchObject({ term: 1 });
  expect(await holdsTerm(queries, first!)).toBe(true);
  expect(await take("b", 19, 29)).toMatchObject({ holder: "b", term: 2 });
  expect(await holdsTerm(queries, first!)).toBe(false);
  expect(await take("a", 20, 30)).toBeUndefined();
});

test("a holder that comes back too late has a new term", async () => {
  database = memoryDatabase();

  await take("a", 0, 10);
  expect(await take("a", 11, 21)).toMatchObject({ term: 2 });
});

test("a lease that is given back is free at once, but only by the one who has it", async () => {
  database = memoryDatabase();
  const { queries } = await database;

  const first = await take("a", 0, 10);
  await releaseLease(queries, { ...first!, holder: "b" }, after(1));
  expect(await take("b", 1, 11)).toBeUndefined();
  await releaseLease(queries, first!, after(2));
  const second = await take("b", 2, 12);
  expect(second).toMatchObject({ term: 2 });
  await releaseLease(queries, first!, after(3));
  expect(await take("c", 3, 13)).toBeUndefined();
});
