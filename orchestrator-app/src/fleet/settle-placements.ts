import { isTry, mostPlacements, placementOutcomes } from "@debootc/core/fleet/placement-state";
import type { Database, Queries } from "../database/database.ts";
import type { Failure } from "../database/tables.ts";
import type { CallGitHub } from "../github/call.ts";
import { type RepositoryAt, repositoryAt } from "../github/repository-at.ts";
import { deleteRunner, findRunner } from "../github/runner-calls.ts";
import type { Log } from "../log/log.ts";
import { OvertakenError } from "../store/fenced-by.ts";
import { askForJob } from "./ask-for-job.ts";
import { askLater, suspendedPause, usualPause } from "./ask-later.ts";
import { failPlaced } from "./fail-placed.ts";
import { type PlacedAttempt, placedAttempts, readPlaced } from "./placed-attempt.ts";
import { putOff } from "./put-off.ts";

interface Settling {
  readonly database: Database;
  readonly call: CallGitHub;
  readonly clock: () => Date;
  readonly log: Log;
  /** How many placements GitHub is asked about in one round. */
  readonly most: number;
}

/**
 * Settles placements that ended: GitHub says what became of their jobs, their runners are removed there, and only then the
 * attempt may get another one. An attempt fails if its job was running, or if it was placed too often. To be called by one
 * replica at a time. Returns how many were looked at.
 */
export async function settlePlacements(settling: Settling): Promise<number> {
  const { database, clock, log, most } = settling;
  const now = clock();
  const ended = await placedAttempts(database.queries)
    .where("placement.state", "=", "ended")
    .where("placement.settled_at", "is", null)
    .where((is) => is.or([is("placement.settle_after", "is", null), is("placement.settle_after", "<=", now)]))
    .orderBy("placement.ended_at")
    .limit(most)
    .execute();
  for (const placed of ended) {
    // First the pause: one that GitHub fails at does not keep the others waiting.
    await askLater(database, placed.id, later(clock(), usualPause));
    try {
      await settleOne(settling, placed);
    } catch (error) {
      if (error instanceof OvertakenError) throw error;
      const message = error instanceof Error ? error.message : String(error);
      log.warn({ placement: placed.id, error: message }, "cannot settle a placement yet");
    }
  }
  return ended.length;
}

/** GitHub shows within this time what it has done without an answer, in milliseconds. */
const untilShown = 30_000;

async function settleOne(settling: Settling, placed: PlacedAttempt): Promise<void> {
  const { database, call, clock } = settling;
  const repository = await repositoryAt(database.queries, placed.repository_id);
  if (repository.state === "suspended") return askLater(database, placed.id, later(clock(), suspendedPause));
  if (repository.state === "removed") return settle(database, placed, clock());
  const job = await askForJob(settling, repository, placed);
  if (job?.report.status === "completed" && job.report.runner === placed.runner_name) {
    // GitHub has removed the runner with its job; a sweep looks whether it did.
    return settle(database, placed, clock());
  }
  if (job?.report.status === "in_progress" && !(await endRunning(settling, placed))) return;
  const runner = await removeRunner(call, repository, placed, clock());
  if (runner === "gone") return settle(database, placed, clock());
  if (runner === "unknown")
    await askLater(database, placed.id, later(placed.ended_at ?? clock(), untilShown));
}

/** A runner that ended well reports its job before; GitHub may show that so much later, in milliseconds. */
const untilCompleted = 120_000;

/** Fails the attempt whose job runs at GitHub, but nowhere else. Returns false while GitHub may still learn of its end. */
async function endRunning({ database, clock }: Settling, placed: PlacedAttempt): Promise<boolean> {
  const now = clock();
  const isFresh = now.getTime() - (placed.ended_at?.getTime() ?? 0) < untilCompleted;
  if (placed.outcome === "done" && isFresh) return false;
  await database.transact((trx) =>
    failPlaced(trx, placed, failureOf(placed, true), { cause: "host", at: now }),
  );
  return true;
}

/**
 * Removes the runner of a placement at GitHub. One whose registration had no answer is known by its name, and shown a moment
 * later; only one that has the label of the attempt alone is ours.
 */
async function removeRunner(
  call: CallGitHub,
  repository: RepositoryAt,
  { github_runner_id, runner_name, label, ended_at }: PlacedAttempt,
  now: Date,
): Promise<"gone" | "busy" | "unknown"> {
  if (github_runner_id !== null) return deleteRunner(call, repository, github_runner_id);
  const found = runner_name === null ? undefined : await findRunner(call, repository, runner_name);
  if (found !== undefined && found.labels.length === 1 && found.labels[0]?.name === label) {
    return deleteRunner(call, repository, found.id);
  }
  const isShown = now.getTime() - (ended_at?.getTime() ?? 0) >= untilShown;
  return isShown ? "gone" : "unknown";
}

/** Marks a placement as settled, and lets its attempt be placed anew if its job still waits. */
async function settle({ transact }: Database, { id }: PlacedAttempt, now: Date): Promise<void> {
  await transact(async (trx) => {
    const placed = await readPlaced(trx, id);
    if (placed.attempt_ended_at === null && placed.job_started_at === null)
      await againOrFail(trx, placed, now);
    await trx
      .updateTable("placement")
      .set({ settled_at: now })
      .where("id", "=", id)
      .where("settled_at", "is", null)
      .execute();
  });
}

async function againOrFail(queries: Queries, placed: PlacedAttempt, now: Date): Promise<void> {
  const all = await queries
    .selectFrom("placement")
    .select("outcome")
    .where("label", "=", placed.label)
    // One that never had a runner tried nothing.
    .where("runner_name", "is not", null)
    .execute();
  const tries = all.filter(({ outcome }) => outcome !== null && isTry(outcome)).length;
  if (tries >= mostPlacements) {
    await failPlaced(queries, placed, failureOf(placed, false), { cause: "host", at: now });
  } else if (placed.outcome === "failed" || placed.outcome === "done") {
    await putOff(queries, placed.label, { now });
  }
}

/** Says what an attempt failed by, for the check run of its task. */
function failureOf(placed: PlacedAttempt, isRunning: boolean): Failure {
  const { outcome, host_name, task_name, exit } = placed;
  const when = isRunning ? `while it did ${task_name}` : `before it began with ${task_name}`;
  const often = isRunning ? "" : `; it was placed ${mostPlacements} times`;
  if (isRunning && exit?.failure !== undefined) {
    const { code, class: kind, message, hint } = exit.failure;
    const said = `host ${host_name}: ${message}`;
    return { code, class: kind, message: said, ...(hint === undefined ? {} : { hint }) };
  }
  const how =
    exit?.failure?.message ??
    (exit === null
      ? undefined
      : exit.signal === null
        ? `it ended with status ${exit.code ?? "unknown"}`
        : `it was ended by ${exit.signal}`);
  const words = outcome === null ? "its placement ended" : placementOutcomes[outcome];
  return {
    code: "host-lost",
    class: "infrastructure",
    message: `host ${host_name} ended ${when}: ${words}${how === undefined ? "" : ` (${how})`}${often}`,
    hint: `\`debootc orchestrator hosts\` shows how ${host_name} is; its agent logs what its runner wrote.`,
  };
}

function later(from: Date, milliseconds: number): Date {
  return new Date(from.getTime() + milliseconds);
}
