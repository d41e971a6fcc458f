import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sql } from "kysely";
import { migrate, migrations } from "./migrate.ts";
import { openDatabase } from "./open-database.ts";
import { type PostgreSql, startPostgreSql } from "./postgresql.fixture.ts";

let server: PostgreSql;
beforeAll(async () => {
  server = await startPostgreSql();
});
afterAll(() => server[Symbol.asyncDispose]());

test("replicas that start at once on PostgreSQL make each migration once", async () => {
  const url = await server.database("replicas");
  await using first = await openDatabase({ url, connections: 2 });
  await using second = await openDatabase({ url, connections: 2 });
  await using third = await openDatabase({ url, connections: 2 });

  const made = await Promise.all([first, second, third].map((database) => migrate(database)));

  expect(made.flat()).toEqual(Object.keys(migrations));
});

test("a database of a newer debootc is refused by the names of its changes", async () => {
  await using database = await openDatabase({ url: await server.database("newer") });
  await migrate(database);
  await sql`insert into kysely_migration (name, timestamp) values ('9999-from-the-future', '2030')`.execute(
    database.queries,
  );

  await expect(migrate(database)).rejects.toMatchObject({
    code: "database-newer",
    message: "the database has changes that this debootc does not know: 9999-from-the-future",
  });
});

test("a PostgreSQL that is not there is reported without the password", async () => {
  await expect(openDatabase({ url: "postgresql://hub:hunter2@127.0.0.1:1/hub" })).rejects.toMatchObject({
    code: "database-unreachable",
    message: "cannot use the database at 127.0.0.1:1/hub: connect ECONNREFUSED 127.0.0.1:1",
  });
});

test("that a PostgreSQL is waited for is said once, with the reason", async () => {
  const said: string[] = [];
  const url = "postgresql://hub:hunter2@127.0.0.1:1/hub";
  const opening = openDatabase({ url, patience: 1500, onWait: (reason) => said.push(reason) });
  await expect(opening).rejects.toMatchObject({ code: "database-unreachable" });
  expect(said).toEqual(["cannot use the database at 127.0.0.1:1/hub: connect ECONNREFUSED 127.0.0.1:1"]);
});

test("a PostgreSQL that is reached by a socket is reported by its directory", async () => {
  const url = "postgresql://hub:hunter2@/hub?host=/nowhere";
  await expect(openDatabase({ url })).rejects.toMatchObject({
    message: expect.stringMatching(/^cannot use the database at \/nowhere\/hub: /),
  });
});

test("a PostgreSQL that is about to start is waited for", async () => {
  const url = await server.database("late");
  const crash = server.crash();
  await using database = await openDatabase({ url, patience: 60_000 });
  await crash;
  expect(await migrate(database)).toEqual(Object.keys(migrations));
});

test("a file in the place of the directory is refused by its name", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-hub-"));
  const file = join(work.path, "taken");
  await writeFile(file, "");
  await expect(openDatabase({ directory: file })).rejects.toMatchObject({
    code: "results-unwritable",
    message: expect.stringContaining(`cannot write ${file}: `),
  });
});

test("a second hub on the same directory is refused, and the first keeps what it has", async () => {
  await using work = await mkdtempDisposable(join(tmpdir(), "debootc-hub-"));
  const directory = join(work.path, "hub");
  {
    await using first = await openDatabase({ directory });
    await migrate(first);
    await expect(openDatabase({ directory })).rejects.toMatchObject({ code: "in-use" });
    await first.queries
      .insertInto("cursor")
      .values({ name: "one", value: "1", changed_at: new Date(0) })
      .execute();
  }
  await using again = await openDatabase({ directory });
  expect(await migrate(again)).toEqual([]);
  expect(await again.queries.selectFrom("cursor").select("value").execute()).toEqual([{ value: "1" }]);
});
