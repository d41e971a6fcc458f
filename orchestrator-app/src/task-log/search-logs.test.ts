import { type Compilable, sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { Database } from "../database/database.ts";
import { after, assign, plannedRun, start } from "../runs/scene.fixture.ts";
import { append, logScene } from "./log-scene.fixture.ts";
import { candidatesQuery, chunksQuery, type LogPlace, type LogSearch, searchLogs } from "./search-logs.ts";

/** Returns what pages of a search find together, as `task/attempt:line text`. */
async function found({ queries }: Database, search: Omit<LogSearch, "limit"> & { limit?: number }) {
  const lines: string[] = [];
  let before: LogPlace | undefined;
  let pages = 0;
  do {
    const page = await searchLogs(queries, { limit: 50, ...search, before });
    lines.push(
      ...page.lines.map(({ taskId, attempt, line, text }) => `${taskId}/${attempt}:${line} ${text}`),
    );
    before = page.next;
    pages++;
  } while (before !== undefined);
  return { lines, pages };
}

describe("a search", () => {
  test("finds lines as they are written, the newest first, also across pieces, each once", async () => {
    const hub = await logScene();
    await append(hub, { text: "a needle\nno\nhere is a nee" });
    await append(hub, { text: "dle, and a needle more\nNeedle\n\u001b[1mneedle\u001b[0m", offset: 25 });
    await append(hub, { text: "needle\n", taskId: 2, order: "2-abcdef" });
    expect((await found(hub, { text: "needle" })).lines).toEqual([
      "2/1:1 needle",
      "1/1:5 needle",
      "1/1:3 here is a needle, and a needle more",
      "1/1:1 a needle",
    ]);
    expect((await found(hub, { text: "nothing of it" })).lines).toEqual([]);
    expect((await found(hub, { text: "%_" })).lines).toEqual([]);
  });

  test("finds the same in pages of any size and within any bound of bytes", async () => {
    const hub = await logScene();
    for (const taskId of [1, 2]) {
      let offset = 0;
      for (let count = 0; count < 5; count++) {
        const text = `needle ${count}\nneedle again ${count}\nnee`;
        ({ next: offset } = await append(hub, { text, taskId, order: `${taskId}-abcdef`, offset }));
        ({ next: offset } = await append(hub, { text: "dle\n", taskId, order: `${taskId}-abcdef`, offset }));
      }
    }
    const { lines } = await found(hub, { text: "needle" });
    expect(lines).toHaveLength(30);
    for (const limit of [1, 2, 3, 7])
      expect((await found(hub, { text: "needle", limit })).lines).toEqual(lines);
    const small = await found(hub, { text: "needle", mostBytes: 1 });
    expect(small.lines).toEqual(lines);
    expect(small.pages).toBeGreaterThan(1);
  });

  test("looks into the logs of one run only if it is told to", async () => {
    const hub = await logScene();
    const other = await plannedRun(hub);
    await assign(hub);
    const [task] = await hub.queries
      .selectFrom("task")
      .select("id")
      .where("run_id", "=", other)
      .orderBy("id")
      .execute();
    const taskId = task?.id ?? 0;
    await append(hub, { text: "needle\n" });
    await append(hub, { text: "needle\n", taskId, order: `${taskId}-abcdef` });
    expect((await found(hub, { text: "needle", run: 1 })).lines).toEqual(["1/1:1 needle"]);
    expect((await found(hub, { text: "needle", run: other })).lines).toEqual([`${taskId}/1:1 needle`]);
  });

  test("reads no more than it has to of many logs", async () => {
    const hub = await logScene();
    const { queries } = hub;
    await sql`
      insert into task (run_id, position, kind, name, runs_on, required, state, attempt, max_attempts, timeout_seconds, due_at, since)
      select 1, 10 + n, 'leg', 'n' || n, '[]', true, 'RUNNING', 1, 3, 3600, ${start}, ${start} from generate_series(1, 2000) n
    `.execute(queries);
    await sql`
      insert into attempt (label, task_id, number, dispatch_id, assigned_at)
      select 'l' || t.id, t.id, 1, (select id from dispatch limit 1), ${start} from task t where t.position > 10
    `.execute(queries);
    await sql`
      insert into log (task_id, attempt, orders, size, kept, created_at, changed_at)
      select id, 1, '[]', 1000, 1000, ${start}, ${after(0)} from task where position > 10
    `.execute(queries);
    await sql`
      insert into log_chunk (task_id, attempt, start, previous, finish, first_line, carry, bytes, at)
      select t.id, 1, n * 20, nullif(n * 20, 0), n * 20 + 20, 1, '', convert_to(rpad('line ' || n, 20), 'UTF8'), ${start}
      from task t, generate_series(0, 49) n where t.position > 10
    `.execute(queries);
    await sql`analyze`.execute(queries);
    const candidates = candidatesQuery(queries, { text: "", limit: 1 }, 501);
    const page = { text: "", limit: 1, before: { taskId: 900, attempt: 1, offset: 0 } };
    for (const query of [candidates, candidatesQuery(queries, page, 501)]) {
      const plan = await planOf(hub, query);
      expect(plan.text).not.toMatch(/Seq Scan/);
      expect(plan.looked).toBeLessThanOrEqual(501);
    }
    const logs = (await candidates.execute()).slice(0, 20);
    const wanted = Buffer.from("line 7");
    const chunks = await planOf(hub, chunksQuery(logs, { wanted, limit: 52 }).compile(queries));
    expect(chunks.text).not.toMatch(/Seq Scan on log_chunk/);
    expect(chunks.looked).toBeLessThanOrEqual(1000);
  }, 120_000);
});

async function planOf({ queries }: Database, query: Compilable | ReturnType<Compilable["compile"]>) {
  const compiled = "compile" in query ? query.compile() : query;
  const { rows } = await queries.executeQuery<{ "QUERY PLAN": string }>({
    ...compiled,
    sql: `explain (analyze, costs off, timing off) ${compiled.sql}`,
  });
  const lines = rows.map((row) => row["QUERY PLAN"]);
  const counts = lines.flatMap((line) =>
    [...line.matchAll(/actual rows=([\d.]+) loops=(\d+)/g)].map(
      ([, count, loops]) => Number(count) * Number(loops),
    ),
  );
  return { text: lines.join("\n"), looked: Math.max(...counts) };
}
