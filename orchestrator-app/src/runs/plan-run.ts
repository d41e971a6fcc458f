import type { TaskOfRun } from "@debootc/core/hub-file/run-plan-of";
import type { Queries } from "../database/database.ts";
import type { Failure, RunRow } from "../database/tables.ts";
import { moveRun, settleRun } from "../store/move-run.ts";
import { lockRun } from "../store/move-task.ts";

/** Describes what a run does, by the configuration of its repository. */
export interface RunPlan {
  /** The workflow that is dispatched: the name of a file in `.github/workflows`. */
  readonly workflow: string;
  readonly composeId: string;
  /** Seconds since 1970. */
  readonly composeTimestamp: number;
  readonly priority: number;
  readonly tasks: readonly TaskOfRun[];
}

type Ending =
  | { readonly kind: "planned"; readonly plan: RunPlan }
  /** The configuration wants nothing of this cause. */
  | { readonly kind: "skipped"; readonly reason: string }
  | { readonly kind: "failed"; readonly failure: Failure };

/** Ends the planning of a run, in one transaction with its tasks. Does nothing if it was ended elsewhere. */
export async function endPlanning(queries: Queries, runId: number, ending: Ending, at: Date): Promise<void> {
  const run = await lockRun(queries, runId);
  if (run?.state !== "PLANNING") return;
  const cause = { cause: "planning", actor: "hub", at };
  if (ending.kind === "skipped") {
    return moveRun(queries, run, { ...cause, to: "SKIPPED", reason: ending.reason });
  }
  if (ending.kind === "failed") {
    return moveRun(queries, run, {
      ...cause,
      to: "FAILED",
      reason: ending.failure.message,
      failure: ending.failure,
    });
  }
  await addTasks(queries, run, ending.plan, at);
}

async function addTasks(queries: Queries, run: RunRow, plan: RunPlan, at: Date): Promise<void> {
  const tasks = await queries
    .insertInto("task")
    .values(
      plan.tasks.map((task, position) => ({
        run_id: run.id,
        position,
        kind: task.kind,
        name: task.name,
        variant: task.variant ?? null,
        arch: task.arch ?? null,
        runs_on: JSON.stringify(task.runsOn),
        on_fleet: task.onFleet,
        required: task.required,
        state: "FREE" as const,
        max_attempts: task.maxAttempts,
        timeout_seconds: task.timeoutSeconds,
        due_at: at,
        since: at,
        failure: null,
        check_run_id: null,
      })),
    )
    .returning("id")
    .execute();
  const needs = plan.tasks.flatMap((task, position) =>
    task.needs.map((needed) => ({ run_id: run.id, position, needs_position: needed })),
  );
  if (needs.length > 0) await queries.insertInto("task_need").values(needs).execute();
  const { workflow, composeId, composeTimestamp, priority } = plan;
  await queries
    .updateTable("run")
    .set({ workflow, compose_id: composeId, compose_timestamp: composeTimestamp, priority })
    .where("id", "=", run.id)
    .execute();
  await settleRun(queries, run, tasks, { cause: "planning", actor: "hub", at });
}
