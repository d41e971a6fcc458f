import type { Queries } from "../database/database.ts";
import { cancelRun } from "../runs/steer.ts";
import type { Cause } from "../store/move-task.ts";

/**
 * Marks repositories as ones that the hub can do nothing for any more, cancels what is not over of their runs, and forgets
 * what GitHub was to be told: it would refuse it. Returns how many runs were canceled.
 */
export async function endRepositories(
  queries: Queries,
  ids: readonly number[],
  state: "archived" | "removed",
  cause: Cause,
): Promise<number> {
  if (ids.length === 0) return 0;
  const changed = state === "removed" ? { state, changed_at: cause.at } : { state };
  await queries.updateTable("repository").set(changed).where("id", "in", ids).execute();
  const runs = await openRuns(queries, ids);
  for (const { id } of runs) await cancelRun(queries, id, cause);
  await queries.deleteFrom("outgoing").where("repository_id", "in", ids).execute();
  await queries.deleteFrom("schedule").where("repository_id", "in", ids).execute();
  return runs.length;
}

async function openRuns(queries: Queries, ids: readonly number[]) {
  return queries
    .selectFrom("run")
    .select("id")
    .where("repository_id", "in", ids)
    .where("state", "in", ["PLANNING", "WAITING", "OPEN"])
    .orderBy("id")
    .execute();
}
