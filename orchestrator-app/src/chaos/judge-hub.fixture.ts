import type { FakeGitHub } from "@debootc/fake-github/start-fake-github";
import type { Repository } from "@debootc/fake-github/state/repository";
import { expect } from "vitest";
import { checkDatabase } from "../upkeep/check-database.ts";
import type { VirtualHub } from "./virtual-hub.fixture.ts";

/** Lets all jobs of GitHub that run end well, and the hub do its rounds, until nothing is left to do. */
export async function quieten(
  hub: VirtualHub,
  repositories: readonly Repository[],
  most = 200,
): Promise<void> {
  const { github, database } = hub;
  for (let round = 0; round < most; round++) {
    await hub.round();
    for (const repository of repositories)
      for (const { id, status } of repository.jobs.values())
        if (status === "in_progress") github.finishJob(repository, id, "success");
    await github.settled();
    const left = await unfinished(hub);
    if (left.length === 0) return;
    if (round === most - 1) {
      const outgoing = await database.queries.selectFrom("outgoing").selectAll().execute();
      throw new Error(`it does not become quiet: ${left.join(", ")}; ${JSON.stringify(outgoing)}`);
    }
  }
}

/** Lists what the hub has still to do; what belongs to an installation that is suspended has to wait. */
async function unfinished({ database, github }: VirtualHub): Promise<string[]> {
  const { queries } = database;
  const guids = await queries.selectFrom("delivery").select(["guid", "state"]).execute();
  const handled = new Set(guids.flatMap(({ guid, state }) => (state === "received" ? [] : [guid])));
  const active = (table: "run" | "outgoing") =>
    queries
      .selectFrom(table)
      .innerJoin("repository", "repository.id", `${table}.repository_id`)
      .innerJoin("installation", "installation.id", "repository.installation_id")
      .where("repository.state", "<>", "removed")
      .where("installation.state", "=", "active");
  const runs = await active("run")
    .select("run.id")
    .where("run.state", "in", ["PLANNING", "OPEN"])
    .where("repository.state", "=", "active")
    .execute();
  const outgoing = await active("outgoing").select("outgoing.key").execute();
  return [
    ...sentEvents(github).flatMap(({ guid, event }) => (handled.has(guid) ? [] : [`event ${event} ${guid}`])),
    ...runs.map(({ id }) => `run ${id}`),
    ...outgoing.map(({ key }) => key),
  ];
}

/** Lists what GitHub tried to deliver; of what vanished before, only its effects can be found. */
function sentEvents({ ledger }: FakeGitHub) {
  const sent = new Set(ledger.attempts.map(({ guid }) => guid));
  return ledger.events.filter(({ guid }) => sent.has(guid));
}

/** Holds a hub that is quiet against GitHub's books, and its tables against each other. */
export async function judgeHub({ github, database, log }: VirtualHub, repositories: readonly Repository[]) {
  const { ledger } = github;
  const { queries } = database;
  const deliveries = await queries.selectFrom("delivery").select(["guid", "state", "outcome"]).execute();
  const known = new Set(deliveries.map(({ guid }) => guid));
  expect(sentEvents(github).filter(({ guid }) => !known.has(guid))).toEqual([]);
  expect(deliveries.filter(({ state }) => state !== "handled")).toEqual([]);

  const dispatches = ledger.dispatches.map(({ inputs }) => String(inputs["dispatch"]));
  expect(dispatches.length - new Set(dispatches).size, "no dispatch was sent twice").toBe(0);
  const labels = ledger.dispatches.flatMap(({ inputs }) =>
    (JSON.parse(String(inputs["tasks"])) as { label: string }[]).map(({ label }) => label),
  );
  expect(labels.length - new Set(labels).size, "no attempt was dispatched twice").toBe(0);

  const tasks = await queries
    .selectFrom("task")
    .innerJoin("attempt", "attempt.task_id", "task.id")
    .select(["task.id", "task.state", "attempt.label"])
    .execute();
  const jobs = repositories.flatMap(({ jobs: ofOne }) => [...ofOne.values()]);
  for (const [id, attempts] of Map.groupBy(tasks, (task) => task.id)) {
    const good = jobs.filter(
      ({ plan, conclusion }) =>
        conclusion === "success" && attempts.some(({ label }) => plan.name.includes(label)),
    );
    if (attempts[0]?.state === "COMPLETED") expect(good.length, `jobs of task ${id}`).toBeGreaterThan(0);
  }

  const checks = await queries
    .selectFrom("run")
    .select("check_run_id")
    .where("check_run_id", "is not", null)
    .unionAll(queries.selectFrom("task").select("check_run_id").where("check_run_id", "is not", null))
    .execute();
  const ids = checks.map(({ check_run_id }) => check_run_id);
  expect(ids.length - new Set(ids).size, "no check run is of two").toBe(0);
  expect((await checkDatabase(database)).damage).toEqual([]);
  expect(JSON.stringify(log.lines)).not.toMatch(/internal-fault|TypeError|RangeError/);
}
