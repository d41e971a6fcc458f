import { DebootcError } from "@debootc/core/error/debootc-error";
import { isRunOver } from "@debootc/core/task/run-state";
import { isActive, isOver } from "@debootc/core/task/task-state";
import type { Queries } from "../database/database.ts";
import type { RunRow, TaskRow } from "../database/tables.ts";
import { moveRun, settleRun } from "../store/move-run.ts";
import { type Cause, lockRun, moveTask, tasksOf } from "../store/move-task.ts";
import { cancelDispatches } from "./cancel-dispatches.ts";

/** Cancels what is not over of a run; jobs of GitHub are canceled there. Throws `not-found` or `state-conflict`. */
export async function cancelRun(queries: Queries, runId: number, cause: Cause): Promise<void> {
  const run = await lockedRun(queries, runId);
  if (isRunOver(run.state)) throw conflict(`run ${runId} is ${run.state}: there is nothing left to cancel`);
  if (run.state !== "OPEN")
    return moveRun(queries, run, { ...cause, to: "CANCELED", reason: `by ${cause.actor}` });
  const tasks = (await tasksOf(queries, runId)).filter(({ state }) => !isOver(state));
  await cancelTasks(queries, run, tasks, cause);
}

/** Cancels one task, and with it what needs it. Throws `not-found` or `state-conflict`. */
export async function cancelTask(queries: Queries, taskId: number, cause: Cause): Promise<void> {
  const { run, task } = await lockedTask(queries, taskId);
  if (isOver(task.state)) throw conflict(`task ${taskId} is ${task.state}: there is nothing left to cancel`);
  await cancelTasks(queries, run, [task], cause);
}

async function cancelTasks(
  queries: Queries,
  run: RunRow,
  tasks: readonly TaskRow[],
  cause: Cause,
): Promise<void> {
  const active = tasks.filter(({ state }) => isActive(state)).map(({ id }) => id);
  const dispatches =
    active.length === 0
      ? []
      : await queries
          .selectFrom("attempt")
          .select("dispatch_id")
          .distinct()
          .where("task_id", "in", active)
          .where("ended_at", "is", null)
          .execute();
  const moved: TaskRow[] = [];
  for (const task of tasks) {
    const next = await moveTask(queries, task, { ...cause, to: "CANCELED" });
    if (next !== undefined) moved.push(next);
  }
  await settleRun(queries, run, moved, cause);
  const ids = dispatches.flatMap(({ dispatch_id }) => (dispatch_id === null ? [] : [dispatch_id]));
  await cancelDispatches(queries, run, ids, cause.at);
}

/** Frees what failed or was canceled of a run for another attempt. Throws `not-found` or `state-conflict`. */
export async function retryRun(queries: Queries, runId: number, cause: Cause): Promise<number> {
  const run = await lockedRun(queries, runId);
  await refuseGone(queries, run);
  const tasks = (await tasksOf(queries, runId)).filter(
    ({ state }) => state === "FAILED" || state === "CANCELED",
  );
  if (tasks.length > 0) return freeTasks(queries, run, tasks, cause);
  if (run.state !== "FAILED" && run.state !== "CANCELED")
    throw conflict(`run ${runId} is ${run.state}: no task of it failed or was canceled`);
  // It never had tasks: it is planned anew.
  const to = run.is_fork && run.approved_sha !== run.sha ? "WAITING" : "PLANNING";
  await queries
    .updateTable("run")
    .set({ failure: null, attempts: 0, due_at: cause.at, lease_until: null })
    .where("id", "=", runId)
    .execute();
  await moveRun(queries, run, { ...cause, to });
  return 0;
}

/**
 * Frees one task that failed or was canceled for another attempt, and with it what was canceled because it needs the task.
 * Throws `not-found` or `state-conflict`.
 */
export async function retryTask(queries: Queries, taskId: number, cause: Cause): Promise<number> {
  const { run, task } = await lockedTask(queries, taskId);
  await refuseGone(queries, run);
  if (task.state !== "FAILED" && task.state !== "CANCELED")
    throw conflict(`task ${taskId} is ${task.state}: only one that failed or was canceled is tried again`);
  const tasks = await tasksOf(queries, run.id);
  const behind = await behindOf(queries, run.id, task.position);
  const again = tasks.filter(
    ({ id, position, state }) => id === taskId || (state === "CANCELED" && behind.has(position)),
  );
  return freeTasks(queries, run, again, cause);
}

/** Returns the positions of all tasks that need a task, directly or by others. */
async function behindOf(queries: Queries, runId: number, position: number): Promise<Set<number>> {
  const needs = await queries
    .selectFrom("task_need")
    .select(["position", "needs_position"])
    .where("run_id", "=", runId)
    .orderBy("position")
    .execute();
  const behind = new Set([position]);
  for (const need of needs) if (behind.has(need.needs_position)) behind.add(need.position);
  return behind;
}

async function freeTasks(
  queries: Queries,
  run: RunRow,
  tasks: readonly TaskRow[],
  cause: Cause,
): Promise<number> {
  const moved: TaskRow[] = [];
  for (const task of tasks) {
    const next = await moveTask(queries, task, { ...cause, to: "FREE" });
    if (next === undefined) continue;
    // Whoever asks for it grants a whole budget of attempts again.
    await queries
      .updateTable("task")
      .set({ max_attempts: task.attempt + budgetOf(task) })
      .where("id", "=", task.id)
      .execute();
    moved.push(next);
  }
  await settleRun(queries, run, moved, cause);
  return moved.length;
}

/** The attempts that a task may make by itself, at least one. */
function budgetOf({ max_attempts, attempt }: TaskRow): number {
  return Math.max(1, max_attempts - attempt);
}

/** Changes the priority of a run that is not over. Throws `not-found` or `state-conflict`. */
export async function prioritiseRun(
  queries: Queries,
  runId: number,
  priority: number,
  cause: Cause,
): Promise<void> {
  const run = await lockedRun(queries, runId);
  if (isRunOver(run.state)) throw conflict(`run ${runId} is ${run.state}: its priority no longer matters`);
  await queries.updateTable("run").set({ priority }).where("id", "=", runId).execute();
  await moveRun(
    queries,
    { ...run, priority },
    {
      ...cause,
      to: run.state,
      reason: `priority ${run.priority} -> ${priority}`,
    },
  );
}

/**
 * Approves the commit of a run that waits for it. Throws `state-conflict` if another commit is named: what somebody looked at
 * is what runs.
 */
export async function approveRun(queries: Queries, runId: number, sha: string, cause: Cause): Promise<void> {
  const run = await lockedRun(queries, runId);
  if (run.state !== "WAITING") throw conflict(`run ${runId} is ${run.state}: it waits for no approval`);
  if (sha.length < shortestSha || !run.sha.startsWith(sha.toLowerCase())) {
    throw conflict(`run ${runId} is of commit ${run.sha}, not ${sha}: nothing was approved`);
  }
  await queries
    .updateTable("run")
    .set({ approved_sha: run.sha, due_at: cause.at })
    .where("id", "=", runId)
    .execute();
  await moveRun(
    queries,
    { ...run, approved_sha: run.sha },
    {
      ...cause,
      to: "PLANNING",
      reason: `${cause.actor} approved ${run.sha}`,
    },
  );
}

/** A shorter abbreviation of a commit could be made to fit another one. */
const shortestSha = 12;

async function lockedRun(queries: Queries, runId: number): Promise<RunRow> {
  const run = await lockRun(queries, runId);
  if (run === undefined) throw new DebootcError("not-found", `there is no run ${runId}`);
  return run;
}

/** Refuses to begin again what no round would ever take. */
async function refuseGone(queries: Queries, { id, repository_id }: RunRow): Promise<void> {
  const { full_name, state } = await queries
    .selectFrom("repository")
    .select(["full_name", "state"])
    .where("id", "=", repository_id)
    .executeTakeFirstOrThrow();
  if (state === "active") return;
  throw new DebootcError(
    "state-conflict",
    `run ${id} cannot go on: the repository ${full_name} is ${state}`,
    {
      hint: state === "archived" ? "Unarchive it on GitHub first." : "Install the App on it again first.",
    },
  );
}

async function lockedTask(queries: Queries, taskId: number): Promise<{ run: RunRow; task: TaskRow }> {
  const found = await queries.selectFrom("task").select("run_id").where("id", "=", taskId).executeTakeFirst();
  if (found === undefined) throw new DebootcError("not-found", `there is no task ${taskId}`);
  const run = await lockedRun(queries, found.run_id);
  const task = await queries
    .selectFrom("task")
    .selectAll()
    .where("id", "=", taskId)
    .executeTakeFirstOrThrow();
  return { run, task };
}

function conflict(message: string): DebootcError {
  return new DebootcError("state-conflict", message);
}
