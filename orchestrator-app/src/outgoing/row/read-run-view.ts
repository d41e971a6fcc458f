import type { Queries } from "../../database/database.ts";
import type { RunView } from "../text/run-view.ts";

/** Reads a run with its tasks and attempts, as it is now; returns undefined if it is gone. */
export async function readRunView(
  queries: Queries,
  runId: number,
  htmlUrl: string,
): Promise<RunView | undefined> {
  const run = await queries.selectFrom("run").selectAll().where("id", "=", runId).executeTakeFirst();
  if (run === undefined) return undefined;
  const { full_name } = await queries
    .selectFrom("repository")
    .select("full_name")
    .where("id", "=", run.repository_id)
    .executeTakeFirstOrThrow();
  const tasks = await queries
    .selectFrom("task")
    .selectAll()
    .where("run_id", "=", runId)
    .orderBy("position")
    .execute();
  const attempts = await queries
    .selectFrom("attempt")
    .innerJoin("task", "task.id", "attempt.task_id")
    .leftJoin("dispatch", "dispatch.id", "attempt.dispatch_id")
    .selectAll("attempt")
    .select("dispatch.github_run_id")
    .where("task.run_id", "=", runId)
    .orderBy("attempt.number")
    .execute();
  const release = await queries
    .selectFrom("release")
    .select("html_url")
    .where("run_id", "=", runId)
    .where("state", "=", "published")
    .executeTakeFirst();
  const ofTask = Map.groupBy(attempts, ({ task_id }) => task_id);
  return {
    run,
    repository: full_name,
    htmlUrl,
    releasePage: release?.html_url ?? undefined,
    tasks: tasks.map((task) => ({ task, attempts: ofTask.get(task.id) ?? [] })),
  };
}
