import { expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { addRepositories, after, planned, plannedRun, statesOf } from "../runs/scene.fixture.ts";
import { assignTasks } from "../runs/assign-tasks.ts";
import { fencedBy, OvertakenError } from "./fenced-by.ts";
import { takeLease } from "./lease.ts";

test("whoever was overtaken changes nothing any more, and whoever overtook does", async () => {
  const database = await memoryDatabase();
  const { queries } = database;
  await addRepositories(queries);
  const run = await plannedRun(database, [planned("one/amd64")]);
  const leader = { name: "leader", holder: "a" };
  const first = await takeLease(queries, leader, { now: after(0), until: after(10) });
  const second = await takeLease(queries, { ...leader, holder: "b" }, { now: after(10), until: after(20) });
  const assigning = { now: after(11), mostActive: 20, randomWord: () => "word" };

  await expect(assignTasks(fencedBy(database, first!), assigning)).rejects.toThrow(OvertakenError);
  expect(await statesOf(database, run)).toMatchObject({ "one/amd64": "FREE" });
  expect(await assignTasks(fencedBy(database, second!), assigning)).toBe(1);
  expect(await statesOf(database, run)).toMatchObject({ "one/amd64": "ASSIGNED" });
});
