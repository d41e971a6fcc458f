import { type Compilable, sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import type { Database } from "../database/database.ts";
import { hubScene, start } from "../runs/scene.fixture.ts";
import { deliveriesQuery } from "./list-deliveries.ts";
import { runsQuery } from "./list-runs.ts";
import { tasksQuery } from "./list-tasks.ts";

let hub: Database;

beforeAll(async () => {
  hub = await hubScene();
  const { queries } = hub;
  await sql`
    insert into run (repository_id, cause_key, cause, state, ref, sha, config_sha, is_fork, actor, due_at, created_at, finished_at)
    select 1 + n % 2, 'c' || n, 'push', case n % 1000 when 0 then 'OPEN' else 'COMPLETED' end, 'refs/heads/main',
      md5(n::text) || '00000000', md5(n::text) || '00000000', false, 'ada', ${start}, ${start}::timestamptz + n * interval '1 s',
      case n % 1000 when 0 then null else ${start}::timestamptz end
    from generate_series(1, 100000) n
  `.execute(queries);
  await sql`
    insert into task (run_id, position, kind, name, runs_on, required, state, attempt, max_attempts, timeout_seconds, due_at, since)
    select n, 0, 'leg', 'a', '[]', true, case n % 1000 when 0 then 'FREE' else 'COMPLETED' end, 1, 3, 3600, ${start}, ${start}
    from generate_series(1, 100000) n
  `.execute(queries);
  await sql`
    insert into delivery (guid, event, state, repository_id, received_at, due_at, handled_at)
    select 'g' || n, 'push', case n % 1000 when 0 then 'failed' else 'handled' end, 1 + n % 2,
      ${start}::timestamptz + n * interval '1 s', ${start}, ${start}
    from generate_series(1, 100000) n
  `.execute(queries);
  await sql`analyze`.execute(queries);
}, 240_000);

/** Returns how a query is answered, and how many rows it looks at. */
async function planOf(query: Compilable): Promise<{ readonly text: string; readonly looked: number }> {
  const { sql: text, parameters } = query.compile();
  const { rows } = await hub.queries.executeQuery<{ "QUERY PLAN": string }>({
    ...query.compile(),
    sql: `explain (analyze, costs off, timing off) ${text}`,
    parameters,
  });
  const lines = rows.map((row) => row["QUERY PLAN"]);
  const counts = lines.flatMap((line) => [
    ...[...line.matchAll(/actual rows=([\d.]+) loops=(\d+)/g)].map(
      ([, count, loops]) => Number(count) * Number(loops),
    ),
    ...[...line.matchAll(/Rows Removed by \w+(?: \w+)*: (\d+)/g)].map(([, count]) => Number(count)),
  ]);
  return { text: lines.join("\n"), looked: Math.max(...counts) };
}

const page = { limit: 51 };

test.each<[string, (database: Database) => Compilable]>([
  ["the newest runs", ({ queries }) => runsQuery(queries, {}, page)],
  ["runs from a place on", ({ queries }) => runsQuery(queries, {}, { ...page, before: 50_000 })],
  ["runs of a repository", ({ queries }) => runsQuery(queries, { repositoryId: 2 }, page)],
  ["runs in a rare state", ({ queries }) => runsQuery(queries, { state: "OPEN" }, page)],
  ["runs in a state that none has", ({ queries }) => runsQuery(queries, { state: "FAILED" }, page)],
  [
    "runs of a repository in a rare state",
    ({ queries }) => runsQuery(queries, { repositoryId: 1, state: "OPEN" }, page),
  ],
  ["the newest tasks", ({ queries }) => tasksQuery(queries, {}, page)],
  ["tasks of a run", ({ queries }) => tasksQuery(queries, { run: 77 }, page)],
  [
    "tasks in a rare state",
    ({ queries }) => tasksQuery(queries, { state: "FREE" }, { ...page, before: 60_000 }),
  ],
  ["the newest deliveries", ({ queries }) => deliveriesQuery(queries, {}, page)],
  [
    "deliveries from a place on",
    ({ queries }) =>
      deliveriesQuery(
        queries,
        {},
        { ...page, before: { receivedAt: new Date(start.getTime() + 5e7), guid: "g1" } },
      ),
  ],
  ["deliveries that failed", ({ queries }) => deliveriesQuery(queries, { state: "failed" }, page)],
  ["deliveries of a repository", ({ queries }) => deliveriesQuery(queries, { repositoryId: 2 }, page)],
])("%s are found by an index, without looking at many more rows than are shown", async (_, query) => {
  const { text, looked } = await planOf(query(hub));
  expect(text).not.toMatch(/Seq Scan on (?:run|task|delivery)/);
  expect(looked).toBeLessThanOrEqual(200);
});
