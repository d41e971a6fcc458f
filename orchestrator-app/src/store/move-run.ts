import { isRunOver, type RunState, runStateOf } from "@debootc/core/task/run-state";
import type { Queries } from "../database/database.ts";
import type { Failure, RunRow, TaskRow } from "../database/tables.ts";
import { type Cause, moveTask, tasksOf } from "./move-task.ts";
import { want } from "./outgoing.ts";

interface Move extends Cause {
  readonly to: RunState;
  readonly reason?: string;
  readonly failure?: Failure;
}

/** Moves a run, which the transaction has locked, to another state, records the change and lets GitHub be told. */
export async function moveRun(queries: Queries, run: RunRow, move: Move): Promise<void> {
  const { to, at, cause, actor, reason, failure } = move;
  await queries
    .updateTable("run")
    .set({
      state: to,
      reason: reason ?? null,
      finished_at: isRunOver(to) ? at : null,
      ...(failure === undefined ? {} : { failure: JSON.stringify(failure) }),
    })
    .where("id", "=", run.id)
    .execute();
  await queries
    .insertInto("change")
    .values({
      run_id: run.id,
      task_id: null,
      from_state: run.state,
      to_state: to,
      cause,
      actor,
      at,
      detail: reason === undefined && failure === undefined ? null : JSON.stringify({ reason, failure }),
    })
    .execute();
  if (to !== "SKIPPED") await want(queries, [checkOfRun(run)], at);
}

/**
 * Brings a run, which the transaction has locked, up to date after some of its tasks moved: tasks that need one that can
 * no longer complete are canceled or fail with it, the state of the run follows from its tasks, and GitHub is told.
 */
export async function settleRun(
  queries: Queries,
  run: RunRow,
  moved: readonly Pick<TaskRow, "id">[],
  cause: Cause,
): Promise<void> {
  const tasks = await tasksOf(queries, run.id);
  const needs = await queries
    .selectFrom("task_need")
    .select(["position", "needs_position"])
    .where("run_id", "=", run.id)
    .execute();
  const changed = new Set(moved.map(({ id }) => id));
  // Positions are in the order of needs, so that one pass is enough.
  for (const [index, task] of tasks.entries()) {
    if (task.state !== "FREE") continue;
    const lost = needs
      .filter(({ position }) => position === task.position)
      .map(({ needs_position }) => tasks[needs_position])
      .find((need) => need !== undefined && isLost(need) && (need.required || need.kind === "package"));
    if (lost === undefined) continue;
    const next = await moveTask(queries, task, {
      ...cause,
      to: "CANCELED",
      cause: `needs ${lost.name}, which ${lost.state === "FAILED" ? "failed" : "was canceled"}`,
      actor: "hub",
    });
    if (next === undefined) continue;
    tasks[index] = next;
    changed.add(task.id);
  }
  const to = runStateOf(tasks);
  if (to !== run.state) await moveRun(queries, run, { ...cause, to });
  const wanted = [...changed].map((id) => ({
    key: `check-task:${id}`,
    kind: "check-task" as const,
    repositoryId: run.repository_id,
  }));
  await want(queries, [...wanted, checkOfRun(run)], cause.at);
}

function isLost({ state }: TaskRow): boolean {
  return state === "FAILED" || state === "CANCELED";
}

function checkOfRun({ id, repository_id, check_run_id }: RunRow) {
  const key = `check-run:${id}`;
  return { key, kind: "check-run" as const, repositoryId: repository_id, isFirstSign: check_run_id === null };
}
