import type { Queries } from "../database/database.ts";
import type { TaskRow } from "../database/tables.ts";
import type { FinishedTask } from "./dispatch-inputs.ts";
import { neededPositions } from "./needed-positions.ts";

/**
 * Finds where the results are that tasks need, in the order of the run. A task that may fail, and did, has none. Returns what
 * tells those of one of the tasks.
 */
export async function neededResults(
  queries: Queries,
  runId: number,
  tasks: readonly Pick<TaskRow, "position" | "kind">[],
): Promise<(task: Pick<TaskRow, "position">) => readonly FinishedTask[]> {
  const done = await completedTasks(queries, runId);
  const needs = await queries
    .selectFrom("task_need")
    .select(["position", "needs_position as needs"])
    .where("run_id", "=", runId)
    .execute();
  const needed = neededPositions(tasks, needs);
  return ({ position }) =>
    done.flatMap((one) => (needed.get(position)?.has(one.position) === true ? [one.result] : []));
}

async function completedTasks(
  queries: Queries,
  runId: number,
): Promise<readonly { readonly position: number; readonly result: FinishedTask }[]> {
  const rows = await queries
    .selectFrom("task")
    .innerJoin("attempt", (join) =>
      join.onRef("attempt.task_id", "=", "task.id").onRef("attempt.number", "=", "task.attempt"),
    )
    .innerJoin("dispatch", "dispatch.id", "attempt.dispatch_id")
    .select(["task.position", "task.kind", "task.name", "dispatch.github_run_id as githubRunId"])
    .where("task.run_id", "=", runId)
    .where("task.state", "=", "COMPLETED")
    .orderBy("task.position")
    .execute();
  return rows.flatMap(({ position, kind, name, githubRunId }) =>
    githubRunId === null ? [] : [{ position, result: { kind, name, githubRunId } }],
  );
}
