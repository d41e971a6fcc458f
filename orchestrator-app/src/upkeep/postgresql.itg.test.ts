import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrate } from "../database/migrate.ts";
import { openDatabase } from "../database/open-database.ts";
import { type PostgreSql, startPostgreSql } from "../database/postgresql.fixture.ts";
import { openChangeHead } from "../queries/change-feed.ts";
import { asked, hubScene, plannedRun, start } from "../runs/scene.fixture.ts";
import { startRun } from "../runs/start-run.ts";
import { busyHub } from "./busy-hub.fixture.ts";
import { checkDatabase } from "./check-database.ts";
import { copyDatabase } from "./copy-database.ts";
import { restoreBackup } from "./restore-backup.ts";
import { writeBackup } from "./write-backup.ts";

let server: PostgreSql;
beforeAll(async () => {
  server = await startPostgreSql();
}, 120_000);
afterAll(() => server[Symbol.asyncDispose]());

test("PGlite moves to PostgreSQL and back, by copy and by backup, with the same rows and numbers", async () => {
  const hub = await hubScene();
  await busyHub(hub);
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-move-"));
  await using moved = await openDatabase({ url: await server.database("moved") });
  const digests = await copyDatabase(hub, moved);
  expect((await checkDatabase(moved)).damage).toEqual([]);

  const file = join(work.path, "hub.gz");
  expect(await writeBackup(moved, { file, now: start })).toEqual(digests);
  await using restored = await openDatabase({ url: await server.database("restored") });
  expect(await restoreBackup(restored, file)).toEqual(digests);
  await using back = await openDatabase({ directory: join(work.path, "back") });
  expect(await copyDatabase(restored, back)).toEqual(digests);
  expect(await plannedRun(back)).toBe(3);
}, 240_000);

test("a change is not passed over while a transaction is open that may still record an earlier one", async () => {
  const hub = await hubScene();
  await using database = await openDatabase({ url: await server.database("changes") });
  await migrate(database);
  await copyDatabase(hub, database);
  const head = openChangeHead(database.queries);
  expect(await head.look()).toBe(0);

  const [begun, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const slow = database.queries.transaction().execute(async (trx) => {
    await startRun(trx, asked());
    begun.resolve();
    await ended.promise;
  });
  await begun.promise;
  await startRun(database.queries, asked());
  const visible = await database.queries.selectFrom("change").select("id").execute();
  expect(visible.map(({ id }) => id)).toEqual([2]);
  expect(await head.look()).toBe(0);
  expect(await head.look()).toBe(0);
  ended.resolve();
  await slow;
  expect(await head.look()).toBe(2);
}, 120_000);
