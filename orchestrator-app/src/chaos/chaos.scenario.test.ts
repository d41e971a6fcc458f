import { afterAll, beforeAll, expect, test } from "vitest";
import { type PostgreSql, startPostgreSql } from "../database/postgresql.fixture.ts";
import { type Aftermath, chaos } from "./chaos.fixture.ts";

let server: PostgreSql;
beforeAll(async () => {
  server = await startPostgreSql();
});
afterAll(() => server[Symbol.asyncDispose]());

// A minute shows the same as three, with less that can meet.
const isFull = (process.env["DEBOOTC_TEST_FULL"] ?? "") !== "";
const onPglite = isFull ? { runs: 5, others: 20, kills: 4 } : { runs: 2, others: 10, kills: 2 };
const onPostgreSql = isFull ? { runs: 5, others: 100, kills: 8 } : { runs: 2, others: 30, kills: 4 };

test.concurrent("a hub on PGlite that is killed while events pour in loses nothing and does nothing twice", async () => {
  const after = await chaos({ replicas: 1, seed: 7, ...onPglite });
  expect(after.kills).toBeGreaterThanOrEqual(onPglite.kills / 2);
  await judge(after);
});

test.concurrent("three replicas on PostgreSQL, of which some are killed and whose database crashes, do each thing once", async () => {
  const after = await chaos({
    ...{ replicas: 3, seed: 11, ...onPostgreSql },
    databaseUrl: await server.database("chaos"),
    halfway: server.crash,
  });
  expect(after.kills).toBeGreaterThanOrEqual(onPostgreSql.kills / 2);
  await judge(after);
});

/** Counts by GitHub's own books, not by those of the hub; that every event was taken is what the chaos waited for. */
async function judge({ github, repository, commits, written }: Aftermath): Promise<void> {
  const { ledger } = github;
  try {
    const ids = ledger.dispatches.map(({ inputs }) => String(inputs["dispatch"]));
    expect(ids.length - new Set(ids).size, "no dispatch was sent twice").toBe(0);

    const checks = [...repository.checkRuns.values()];
    for (const sha of commits) {
      const names = checks.filter(({ headSha }) => headSha === sha).map(({ name }) => name);
      expect(names.toSorted(), `the check runs of ${sha}`).toEqual(expectedChecks);
    }
    const runs = Map.groupBy(ledger.dispatches, ({ inputs }) => String(inputs["run"]));
    expect(runs.size, "one run for each push").toBe(commits.length);
    for (const [run, dispatches] of runs) {
      const tasks = dispatches.flatMap(({ inputs }) => tasksIn(inputs));
      expect(new Set(tasks.map(({ task }) => task)), `the tasks of run ${run}`).toEqual(
        new Set(expectedTasks),
      );
      for (const name of expectedTasks) {
        const labels = tasks.filter(({ task }) => task === name).map(({ label }) => label);
        const jobs = [...repository.jobs.values()].filter(({ plan }) =>
          labels.some((label) => plan.name.includes(label)),
        );
        const done = jobs.filter(({ conclusion }) => conclusion === "success");
        expect(done.length, `${name} of run ${run} succeeded once`).toBe(1);
      }
    }
    expect(written).not.toMatch(/internal-fault|TypeError/);
  } finally {
    await github.close();
  }
}

const expectedTasks = ["one/amd64", "two/amd64", "assemble"];
const expectedChecks = ["debootc", ...expectedTasks.map((name) => `debootc: ${name}`)].toSorted();

function tasksIn(inputs: Readonly<Record<string, unknown>>): readonly { task: string; label: string }[] {
  return JSON.parse(String(inputs["tasks"]));
}
