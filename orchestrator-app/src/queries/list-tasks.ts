import type { TaskState } from "@debootc/core/task/task-state";
import type { Queries } from "../database/database.ts";

/** Chooses tasks; all if it is empty. */
export interface TaskFilter {
  readonly run?: number | undefined;
  readonly state?: TaskState | undefined;
}

/** Selects tasks, the newest first, below the number `before`. */
export function tasksQuery(
  queries: Queries,
  { run, state }: TaskFilter,
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
) {
  return (
    queries
      .selectFrom("task")
      .selectAll()
      .$if(run !== undefined, (query) => query.where("run_id", "=", run ?? 0))
      .$if(state !== undefined, (query) => query.where("state", "=", state ?? "FREE"))
      .$if(before !== undefined, (query) => query.where("id", "<", before ?? 0))
      // The tasks of a run are few, and found by their run.
      .$if(run !== undefined, (query) => query.orderBy("run_id"))
      .orderBy("id", "desc")
      .limit(limit)
  );
}

/** Returns the attempts of a task with their dispatches, the first one first. */
export async function attemptsOf(queries: Queries, taskId: number) {
  return queries
    .selectFrom("attempt")
    .leftJoin("dispatch", "dispatch.id", "attempt.dispatch_id")
    .selectAll("attempt")
    .select([
      "dispatch.state as dispatch_state",
      "dispatch.github_run_id",
      "dispatch.created_at as dispatch_created_at",
      "dispatch.sent_at as dispatch_sent_at",
    ])
    .where("attempt.task_id", "=", taskId)
    .orderBy("attempt.number")
    .execute();
}

/** Bounds the changes that are shown with a run or task; all of them are in the stream of events. */
export const mostChanges = 200;

/** Returns the latest changes of a task, or of a run with all its tasks, in their order. */
export async function changesOf(
  queries: Queries,
  subject: { readonly run: number } | { readonly task: number },
) {
  const newest = await queries
    .selectFrom("change")
    .selectAll()
    .$if("run" in subject, (query) => query.where("run_id", "=", "run" in subject ? subject.run : 0))
    .$if("task" in subject, (query) => query.where("task_id", "=", "task" in subject ? subject.task : 0))
    .orderBy("id", "desc")
    .limit(mostChanges)
    .execute();
  return newest.toReversed();
}
