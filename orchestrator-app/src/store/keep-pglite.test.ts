import { sql } from "kysely";
import { expect, test } from "vitest";
import { memoryDatabase } from "../database/memory-database.fixture.ts";
import { keepPglite } from "./keep-pglite.ts";

test("PGlite is looked after once much was written, and not before", async () => {
  const { queries, ...rest } = await memoryDatabase();
  const keep = keepPglite({ queries, ...rest }, { checkpointEvery: 200_000, vacuumEvery: 100_000 });
  expect(await keep(["cursor"])).toBe(false);
  expect(await keep(["cursor"])).toBe(false);
  // What does not compress goes into the log as it is.
  const noise = sql`(select string_agg(md5(n::text), '') from generate_series(1, 10000) n)`;
  await sql`insert into cursor (name, value, changed_at) select 'noise', ${noise}, now()`.execute(queries);
  expect(await keep(["cursor"])).toBe(true);
  expect(await keep(["cursor"])).toBe(false);
});
