import type { TaskKind } from "@debootc/core/task/task-kind";
import type { Queries } from "../database/database.ts";
import type { TaskRow } from "../database/tables.ts";
import type { FinishedTask } from "./dispatch-inputs.ts";

/** Holds which results of earlier tasks some tasks need. */
export interface NeededResults {
  /** Where they are, each once. */
  readonly finished: readonly FinishedTask[];
  /** Returns the names of the tasks whose results one task needs. */
  readonly needsOf: (task: Pick<TaskRow, "position">) => readonly string[];
}

/**
 * Finds the results that tasks need: packages and legs those of all packages that they need, however far; what comes after
 * them those of its own needs. A task that may fail, and did, has none.
 */
export async function neededResults(
  queries: Queries,
  runId: number,
  tasks: readonly Pick<TaskRow, "position" | "kind">[],
): Promise<NeededResults> {
  const done = await completedTasks(queries, runId);
  const needs = await queries
    .selectFrom("task_need")
    .select(["position", "needs_position"])
    .where("run_id", "=", runId)
    .execute();
  const direct = Map.groupBy(needs, ({ position }) => position);
  const directOf = (position: number) => (direct.get(position) ?? []).map((one) => one.needs_position);
  const needed = new Map(
    tasks.map(({ position, kind }) => [
      position,
      isOfPackages(kind) ? reached(position, directOf) : new Set(directOf(position)),
    ]),
  );
  const all = new Set([...needed.values()].flatMap((positions) => [...positions]));
  return {
    finished: done.flatMap(({ position, ...one }) => (all.has(position) ? [one] : [])),
    needsOf: ({ position }) =>
      done.flatMap((one) => (needed.get(position)?.has(one.position) === true ? [one.name] : [])),
  };
}

function isOfPackages(kind: TaskKind): boolean {
  return kind === "package" || kind === "leg";
}

function reached(from: number, directOf: (position: number) => readonly number[]): Set<number> {
  const found = new Set(directOf(from));
  // What is added is walked, too.
  for (const position of found) for (const next of directOf(position)) found.add(next);
  return found;
}

async function completedTasks(queries: Queries, runId: number) {
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
  return rows.flatMap(({ githubRunId, ...task }) => (githubRunId === null ? [] : [{ ...task, githubRunId }]));
}
