import type { Database, Queries } from "../database/database.ts";
import type { CallGitHub } from "../github/call.ts";
import { repositoryAt } from "../github/repository-at.ts";
import { deleteRunner } from "../github/runner-calls.ts";
import type { Log } from "../log/log.ts";
import { OvertakenError } from "../store/fenced-by.ts";
import { askForJob } from "./ask-for-job.ts";
import { askLater, suspendedPause, usualPause } from "./ask-later.ts";
import { endPlacements } from "./end-placements.ts";
import { type PlacedAttempt, placedAttempts } from "./placed-attempt.ts";

interface Ending {
  readonly database: Database;
  readonly call: CallGitHub;
  readonly clock: () => Date;
  readonly log: Log;
  /** How many orders GitHub is asked about in one round. */
  readonly most: number;
}

/** GitHub gives a job to a runner within a minute, or takes it back from one that is deaf. In seconds. */
const patience = 300;

/**
 * Ends the orders whose runners take no job. That no event said so proves nothing, so GitHub has to say that the job still
 * waits, and then to remove the runner, which it refuses for one that works. To be called by one replica at a time. Returns
 * how many orders ended.
 */
export async function endIdle(ending: Ending): Promise<number> {
  const { database, clock, log } = ending;
  let ended = 0;
  for (const placed of await quietOrders(database.queries, ending)) {
    // First the pause: one that GitHub fails at does not keep the others waiting.
    await askLater(database, placed.id, new Date(clock().getTime() + usualPause));
    try {
      if (await endOne(ending, placed)) ended++;
    } catch (error) {
      if (error instanceof OvertakenError) throw error;
      const message = error instanceof Error ? error.message : String(error);
      log.warn({ placement: placed.id, error: message }, "cannot learn whether a runner has its job");
    }
  }
  return ended;
}

async function quietOrders(
  queries: Queries,
  { clock, most }: Pick<Ending, "clock" | "most">,
): Promise<readonly PlacedAttempt[]> {
  const now = clock();
  return placedAttempts(queries)
    .where("placement.state", "in", ["ordered", "started"])
    .where("placement.ordered_at", "<=", new Date(now.getTime() - patience * 1000))
    .where("attempt.started_at", "is", null)
    .where("attempt.ended_at", "is", null)
    .where((is) => is.or([is("placement.settle_after", "is", null), is("placement.settle_after", "<=", now)]))
    .orderBy("placement.ordered_at")
    .limit(most)
    .execute();
}

async function endOne(ending: Ending, placed: PlacedAttempt): Promise<boolean> {
  const { database, call, clock } = ending;
  const repository = await repositoryAt(database.queries, placed.repository_id);
  if (repository.state === "suspended")
    await askLater(database, placed.id, new Date(clock().getTime() + suspendedPause));
  if (repository.state !== "active") return false;
  const job = await askForJob(ending, repository, placed);
  const status = job?.report.status ?? "queued";
  if (status !== "queued" && status !== "waiting") return false;
  const runner = placed.github_runner_id;
  if (runner !== null && (await deleteRunner(call, repository, runner)) === "busy") return false;
  const message = `its runner took no job within ${patience / 60} minutes`;
  const ended = await database.transact((trx) =>
    endPlacements(
      trx,
      { ids: [placed.id], states: ["ordered", "started"] },
      { outcome: "failed", at: clock(), message },
    ),
  );
  return ended.length > 0;
}
