import { sql } from "kysely";
import type { Database, Queries } from "../database/database.ts";
import type { Failure, TaskRow } from "../database/tables.ts";
import { settleRun } from "../store/move-run.ts";
import { lockRun, moveTask } from "../store/move-task.ts";
import { failAttempt } from "./apply-job.ts";
import { cancelDispatches } from "./cancel-dispatches.ts";

/**
 * Holds how long an assigned task may wait for a runner, in seconds. GitHub cancels a job that waits for a day: a task of the
 * fleet, whose hosts may all be busy, has nearly as long.
 */
const startSeconds = { elsewhere: 6 * 3600, onFleet: 23 * 3600 };

/**
 * Ends the attempts of tasks that run longer than they may, or that no runner takes. Their jobs are canceled on GitHub, so
 * that none waits there for a day. Returns how many ended.
 */
export async function endOverdue({ queries, transact }: Database, now: Date): Promise<number> {
  const overdue = await queries
    .selectFrom("task")
    .select(["id", "run_id"])
    .where((is) =>
      is.or([
        is.and([
          is("state", "=", "RUNNING"),
          sql<boolean>`since + timeout_seconds * interval '1 second' <= ${now}`,
        ]),
        is.and([
          is("state", "=", "ASSIGNED"),
          sql<boolean>`since + case when on_fleet then ${startSeconds.onFleet}::int
            else ${startSeconds.elsewhere}::int end * interval '1 second' <= ${now}`,
        ]),
      ]),
    )
    .orderBy("since")
    .limit(500)
    .execute();
  let ended = 0;
  for (const { id, run_id } of overdue) {
    if (await transact((trx) => endOne(trx, { id, runId: run_id }, now))) ended++;
  }
  return ended;
}

async function endOne(
  queries: Queries,
  { id, runId }: { readonly id: number; readonly runId: number },
  now: Date,
): Promise<boolean> {
  const run = await lockRun(queries, runId);
  const task = await queries.selectFrom("task").selectAll().where("id", "=", id).executeTakeFirst();
  if (run === undefined || task === undefined || !isOverdue(task, now)) return false;
  const attempt = await queries
    .selectFrom("attempt")
    .select("dispatch_id")
    .where("task_id", "=", id)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  const cause = { cause: "time-out", actor: "hub", at: now };
  const moved =
    task.state === "RUNNING"
      ? await moveTask(queries, task, { ...cause, to: "FAILED", failure: tookTooLong(task) })
      : await failAttempt(queries, task, neverStarted(task), cause);
  if (moved === undefined) return false;
  await settleRun(queries, run, [moved], cause);
  const dispatch = attempt?.dispatch_id ?? undefined;
  if (dispatch !== undefined) await cancelDispatches(queries, run, [dispatch], now);
  return true;
}

function isOverdue({ state, since, timeout_seconds, on_fleet }: TaskRow, now: Date): boolean {
  const most =
    state === "RUNNING" ? timeout_seconds : state === "ASSIGNED" ? startSecondsOf({ on_fleet }) : Infinity;
  return since.getTime() + most * 1000 <= now.getTime();
}

function startSecondsOf({ on_fleet }: Pick<TaskRow, "on_fleet">): number {
  return on_fleet ? startSeconds.onFleet : startSeconds.elsewhere;
}

function tookTooLong({ name, timeout_seconds }: TaskRow): Failure {
  return {
    code: "timed-out",
    class: "time-out",
    message: `${name} took longer than ${timeout_seconds} seconds`,
    hint: "Look in the log of the job at what it did last, or give it more time in .github/debootc.yml.",
  };
}

function neverStarted({ id, on_fleet }: TaskRow): Failure {
  return {
    code: "job-lost",
    class: "infrastructure",
    message: `no runner took the job within ${startSecondsOf({ on_fleet }) / 3600} hours`,
    hint: on_fleet
      ? `\`debootc orchestrator why ${id}\` says what it waits for; \`debootc orchestrator hosts\` lists the hosts, and \`hosts add\` adds one.`
      : "Check that runners with the labels of the task are registered and online.",
  };
}
