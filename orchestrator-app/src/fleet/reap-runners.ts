import type { Database, Queries } from "../database/database.ts";
import type { PlacementRow } from "../database/fleet-tables.ts";
import type { CallGitHub } from "../github/call.ts";
import { type RepositoryAt, repositoryAt } from "../github/repository-at.ts";
import { deleteRunner, type GitHubRunner, listRunners } from "../github/runner-calls.ts";
import type { Log } from "../log/log.ts";
import { OvertakenError } from "../store/fenced-by.ts";
import { endPlacements } from "./end-placements.ts";

interface Reaping {
  readonly database: Database;
  readonly call: CallGitHub;
  readonly clock: () => Date;
  readonly log: Log;
  /** How long something has to be an orphan before it is reaped, in seconds: two sweeps. */
  readonly orphanSeconds: number;
}

/** Says what a sweep has reaped. */
export interface Reaped {
  /** Runners at GitHub that no host has any more. */
  readonly runners: number;
  /** Orders whose runners GitHub does not know any more. */
  readonly orders: number;
}

/**
 * Compares the runners that GitHub knows with the orders that hosts have, and ends what is on one side only, once two sweeps
 * have seen that. Runners that the hub did not make, or that work on a job, are left alone. To be called by one replica at a
 * time.
 */
export async function reapRunners(reaping: Reaping): Promise<Reaped> {
  const { database, clock, log } = reaping;
  let reaped: Reaped = { runners: 0, orders: 0 };
  for (const id of await repositoriesOfFleet(database.queries, clock())) {
    try {
      const repository = await repositoryAt(database.queries, id);
      if (repository.state !== "active") continue;
      const more = await reapIn(reaping, id, repository);
      reaped = { runners: reaped.runners + more.runners, orders: reaped.orders + more.orders };
    } catch (error) {
      if (error instanceof OvertakenError) throw error;
      const message = error instanceof Error ? error.message : String(error);
      log.warn({ repository: id, error: message }, "cannot compare runners and orders");
    }
  }
  return reaped;
}

/** GitHub itself forgets a runner that was away for a day. */
const daySeconds = 25 * 3600;

async function repositoriesOfFleet(queries: Queries, now: Date): Promise<readonly number[]> {
  const rows = await queries
    .selectFrom("placement")
    .innerJoin("attempt", "attempt.label", "placement.label")
    .innerJoin("task", "task.id", "attempt.task_id")
    .innerJoin("run", "run.id", "task.run_id")
    .select("run.repository_id")
    .distinct()
    .where("placement.registering_at", ">=", new Date(now.getTime() - daySeconds * 1000))
    .orderBy("run.repository_id")
    .execute();
  return rows.map(({ repository_id }) => repository_id);
}

async function reapIn(reaping: Reaping, id: number, repository: RepositoryAt): Promise<Reaped> {
  const { database, call, clock, log } = reaping;
  const { queries } = database;
  // First the orders: one whose runner is registered after this is not missed by the list that comes then.
  const live = await liveOrders(queries, id);
  const listed = await listRunners(call, repository);
  const now = clock();
  const isOld = (since: Date | null) =>
    since !== null && now.getTime() - since.getTime() >= reaping.orphanSeconds * 1000;

  const known = new Set(listed.map((runner) => runner.id));
  const withoutRunner = live.filter(({ github_runner_id }) => !known.has(github_runner_id ?? 0));
  const gone = withoutRunner.filter(({ orphan_at }) => isOld(orphan_at)).map((one) => one.id);
  const missed = withoutRunner.filter(({ orphan_at }) => orphan_at === null);
  const found = live.filter((one) => one.orphan_at !== null && known.has(one.github_runner_id ?? 0));
  const message = "GitHub did not list its runner in two sweeps";
  const orders = await database.transact(async (trx) => {
    await mark(trx, missed, now);
    await mark(trx, found, null);
    return endPlacements(
      trx,
      { ids: gone, states: ["ordered", "started"] },
      { outcome: "registration-gone", at: now, message },
    );
  });

  const orphans = await settledOf(queries, listed);
  const fresh = orphans.flatMap(({ placement }) => (placement.orphan_at === null ? [placement] : []));
  await database.transact((trx) => mark(trx, fresh, now));
  let runners = 0;
  for (const { runner, placement } of orphans) {
    if (runner.busy || !isOld(placement.orphan_at)) continue;
    if ((await deleteRunner(call, repository, runner.id)) !== "gone") continue;
    log.info({ runner: runner.name, placement: placement.id }, "removed a runner that no host has");
    runners++;
  }
  return { runners, orders: orders.length };
}

/** Returns the orders of hosts whose jobs have not begun: afterwards a runner disappears by itself. */
async function liveOrders(queries: Queries, repositoryId: number): Promise<PlacementRow[]> {
  return queries
    .selectFrom("placement")
    .innerJoin("attempt", "attempt.label", "placement.label")
    .innerJoin("task", "task.id", "attempt.task_id")
    .innerJoin("run", "run.id", "task.run_id")
    .selectAll("placement")
    .where("run.repository_id", "=", repositoryId)
    .where("placement.state", "in", ["ordered", "started"])
    .where("attempt.started_at", "is", null)
    .execute();
}

interface Orphan {
  readonly runner: GitHubRunner;
  readonly placement: PlacementRow;
}

/** Returns those of the listed runners that the hub takes for gone. */
async function settledOf(queries: Queries, listed: readonly GitHubRunner[]): Promise<readonly Orphan[]> {
  if (listed.length === 0) return [];
  const rows = await queries
    .selectFrom("placement")
    .selectAll()
    .where(
      "runner_name",
      "in",
      listed.map(({ name }) => name),
    )
    .where("settled_at", "is not", null)
    .execute();
  const byName = new Map(rows.map((row) => [row.runner_name, row]));
  return listed.flatMap((runner) => {
    const placement = byName.get(runner.name);
    return placement === undefined ? [] : [{ runner, placement }];
  });
}

async function mark(
  queries: Queries,
  placements: readonly Pick<PlacementRow, "id">[],
  at: Date | null,
): Promise<void> {
  if (placements.length === 0) return;
  await queries
    .updateTable("placement")
    .set({ orphan_at: at })
    .where(
      "id",
      "in",
      placements.map(({ id }) => id),
    )
    .execute();
}
