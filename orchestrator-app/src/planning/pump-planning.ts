import { DebootcError } from "@debootc/core/error/debootc-error";
import type { Database, Queries } from "../database/database.ts";
import type { RunRow } from "../database/tables.ts";
import type { CallGitHub } from "../github/call.ts";
import { GitHubError } from "../github/github-error.ts";
import type { Log } from "../log/log.ts";
import { endPlanning } from "../runs/plan-run.ts";
import { keepPlan } from "./keep-plan.ts";
import { failureOf, planOne } from "./plan-one.ts";

interface Planning {
  readonly database: Database;
  readonly call: CallGitHub;
  readonly clock: () => Date;
  readonly log: Log;
  /** Returns a number from 0 to 1. */
  readonly random: () => number;
  /** How many runs are planned at once. */
  readonly most?: number;
}

const usualMost = 12;
const lease = 120_000;
const firstPause = 2000;
const longestPause = 300_000;

/** An unreachable GitHub is asked for about two hours; one that refuses will do so again. */
const mostTries = { unreachable: 30, refused: 4, other: 5 };

/** Plans the runs that are due. Returns how many were taken. */
export async function pumpPlanning(planning: Planning): Promise<number> {
  const { database, clock, most = usualMost } = planning;
  const now = clock();
  const runs = await takeRuns(database.queries, { now, until: new Date(now.getTime() + lease), most });
  // What has to wait for the limits of its installation must not hold up the runs of the others.
  const call: CallGitHub = (one) => planning.call({ patience: 0, ...one });
  const results = await Promise.allSettled(runs.map((run) => plan({ ...planning, call }, run)));
  const failed = results.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return runs.length;
}

async function takeRuns(
  queries: Queries,
  { now, until, most }: { readonly now: Date; readonly until: Date; readonly most: number },
): Promise<RunRow[]> {
  return queries
    .updateTable("run")
    .set({ lease_until: until })
    .where("id", "in", (from) =>
      from
        .selectFrom("run")
        .innerJoin("repository", "repository.id", "run.repository_id")
        .innerJoin("installation", "installation.id", "repository.installation_id")
        .select("run.id")
        .where("run.state", "=", "PLANNING")
        .where("run.due_at", "<=", now)
        .where((is) => is.or([is("run.lease_until", "is", null), is("run.lease_until", "<=", now)]))
        .where("repository.state", "<>", "removed")
        .where("installation.state", "=", "active")
        .orderBy("run.priority", "desc")
        .orderBy("run.due_at")
        .limit(most)
        .forUpdate("run")
        .skipLocked(),
    )
    .returningAll()
    .execute();
}

async function plan(planning: Planning, run: RunRow): Promise<void> {
  const { database, call, clock } = planning;
  try {
    await keepPlan(database, run, await planOne(database, call, run), clock());
  } catch (error) {
    await failed(planning, run, error);
  }
}

async function failed(
  { database, clock, log, random }: Planning,
  run: RunRow,
  error: unknown,
): Promise<void> {
  const now = clock();
  const message = error instanceof Error ? error.message : String(error);
  const waits = error instanceof GitHubError ? error.retryAt : undefined;
  if (waits === undefined && run.attempts + 1 >= mostTries[kindOf(error)]) {
    log.error({ run: run.id, error: message }, "gave up planning a run");
    const failure = failureOf(error);
    await database.queries
      .transaction()
      .execute((trx) => endPlanning(trx, run.id, { kind: "failed", failure }, now));
    return;
  }
  const pause = Math.min(firstPause * 2 ** Math.min(run.attempts, 20), longestPause);
  const dueAt = waits ?? new Date(now.getTime() + Math.ceil(pause * (0.5 + random() / 2)));
  log.warn({ run: run.id, again: dueAt, error: message }, "cannot plan a run yet");
  await database.queries
    .updateTable("run")
    .set({
      lease_until: null,
      due_at: dueAt,
      attempts: waits === undefined ? run.attempts + 1 : run.attempts,
    })
    .where("id", "=", run.id)
    .where("state", "=", "PLANNING")
    .execute();
}

function kindOf(error: unknown): keyof typeof mostTries {
  if (!(error instanceof DebootcError)) return "other";
  if (error.code === "github-refused") return "refused";
  return error.code === "github-unreachable" ? "unreachable" : "other";
}
