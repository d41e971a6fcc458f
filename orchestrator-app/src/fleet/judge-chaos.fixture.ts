import { expect } from "vitest";
import type { Aftermath } from "./fleet-chaos.fixture.ts";

/** Counts by GitHub's own books that each task was done once, and each job by the runner that was made for it. */
export async function judgeChaos(scene: Aftermath, count: number): Promise<void> {
  const { github, repository, database } = scene;
  const { queries } = database;
  const { ledger } = github;
  const labelsOf = new Map(ledger.runners.map(({ id, labels }) => [id, labels]));
  const wrong = ledger.pairs.filter(({ runner, labels }) => String(labelsOf.get(runner)) !== String(labels));
  expect(wrong, "pairs of a job and a runner that was made for another").toEqual([]);
  expect(new Set(ledger.pairs.map(({ job }) => job)).size, "jobs that two runners had").toBe(
    ledger.pairs.length,
  );
  expect(new Set(ledger.pairs.map(({ runner }) => runner)).size).toBe(ledger.pairs.length);
  expect([...repository.runners.values()], "runners without a task").toEqual([]);

  const tasks = await queries.selectFrom("task").select(["id", "state"]).execute();
  expect(tasks).toHaveLength(count);
  expect(tasks.filter(({ state }) => state !== "COMPLETED")).toEqual([]);
  const good = await queries
    .selectFrom("attempt")
    .select("task_id")
    .where("failure", "is", null)
    .where("ended_at", "is not", null)
    .execute();
  expect(new Set(good.map(({ task_id }) => task_id)).size, "tasks that were done").toBe(tasks.length);
  expect(good, "attempts that did a task").toHaveLength(tasks.length);
  const placements = await scene.placements();
  expect(placements.filter(({ settled_at }) => settled_at === null)).toEqual([]);
}
