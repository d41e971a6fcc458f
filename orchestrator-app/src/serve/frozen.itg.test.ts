import { sql } from "kysely";
import { expect, test } from "vitest";
import { migrate } from "../database/migrate.ts";
import { openDatabase } from "../database/open-database.ts";
import { startPostgreSql } from "../database/postgresql.fixture.ts";
import { addRepositories, plannedRun } from "../runs/scene.fixture.ts";
import { startHubProcess } from "./hub-process.fixture.ts";

const patience = { timeout: 60_000, interval: 100 };

test("a leader that is frozen in the middle of assigning leaves the tasks to the one that leads after it", async () => {
  await using server = await startPostgreSql();
  const url = await server.database("frozen");
  await using database = await openDatabase({ url });
  await migrate(database);
  const { queries } = database;
  await addRepositories(queries);
  const term = async () => (await queries.selectFrom("lease").select("term").execute())[0]?.term;
  const labels = async () => (await queries.selectFrom("attempt").select("label").execute()).length;
  /** Counts who waits until a table is unlocked. */
  const waiting = async () => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from pg_locks where not granted and relation = 'task_need'::regclass
    `.execute(queries);
    return rows[0]?.count;
  };
  const first = await startHubProcess({ DATABASE_URL: url });
  const second = await (async () => {
    await expect.poll(term, patience).toBe(1);
    return startHubProcess({ DATABASE_URL: url });
  })();
  try {
    const unlock = Promise.withResolvers<void>();
    const locked = Promise.withResolvers<void>();
    const lock = database.transact(async (trx) => {
      await plannedRun({ ...database, queries: trx });
      await sql`lock table task_need in access exclusive mode`.execute(trx);
      locked.resolve();
      await unlock.promise;
    });
    await locked.promise;
    await expect.poll(waiting, patience).toBeGreaterThan(0);
    first.child.kill("SIGSTOP");
    await expect.poll(term, patience).toBe(2);
    unlock.resolve();
    await lock;
    await expect.poll(labels, patience).toBe(2);
    first.child.kill("SIGCONT");
    await expect.poll(first.logged, patience).toContain("another replica leads by now");
    expect(await labels()).toBe(2);
    expect(await term()).toBe(2);
  } finally {
    first.child.kill("SIGCONT");
    await Promise.all([first.end("SIGTERM"), second.end("SIGTERM")]);
  }
}, 180_000);
