import { sql } from "kysely";
import { expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { addRepositories, after, planned, plannedRun, statesOf } from "../runs/scene.fixture.ts";
import { assignTasks } from "../runs/assign-tasks.ts";
import { asLeader } from "./as-leader.fixture.ts";
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

test("whoever holds a lease only reads outside of its transactions", async () => {
  const database = await memoryDatabase();
  const { queries, urgent } = await asLeader(database);
  const values = { name: "one", value: "1", changed_at: after(0) };
  for (const either of [queries, urgent]) {
    expect(await either.selectFrom("cursor").selectAll().execute()).toEqual([]);
    expect((await sql`select name from cursor where name = ${"one"}`.execute(either)).rows).toEqual([]);
    const changes = [
      () => either.insertInto("cursor").values(values).execute(),
      () => either.updateTable("cursor").set({ value: "2" }).execute(),
      () => either.deleteFrom("cursor").execute(),
      () => sql`delete from cursor`.execute(either),
      () => sql`with gone as (delete from cursor returning 1) select * from gone`.execute(either),
      () => either.transaction().execute((trx) => trx.insertInto("cursor").values(values).execute()),
    ];
    for (const change of changes) await expect(change()).rejects.toThrow("by `transact` only");
  }
  expect(await queries.selectFrom("cursor").selectAll().execute()).toEqual([]);
});
