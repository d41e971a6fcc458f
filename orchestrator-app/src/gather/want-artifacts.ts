import { sql } from "kysely";
import type { Queries } from "../database/database.ts";
import { artifactOfTask } from "../runs/artifact-of-task.ts";

/** Artifacts of runs that ended longer ago are not looked for, in milliseconds. */
const lateness = 24 * 3_600_000;

/** So many tasks are looked at once; the rest is in the next round. */
const most = 500;

interface Wish {
  readonly now: Date;
  /** Whether results are kept; else only those are fetched that a release is made of. */
  readonly keeps: boolean;
}

/**
 * Records that the results of finished tasks are to be fetched: those that a release needs, and the others if they are kept.
 * What comes from a fork is left where it is. Returns how many are new.
 */
export async function wantArtifacts(queries: Queries, { now, keeps }: Wish): Promise<number> {
  const tasks = await queries
    .selectFrom("task")
    .innerJoin("run", "run.id", "task.run_id")
    .innerJoin("attempt", (join) =>
      join.onRef("attempt.task_id", "=", "task.id").onRef("attempt.number", "=", "task.attempt"),
    )
    .innerJoin("dispatch", "dispatch.id", "attempt.dispatch_id")
    .select([
      ...(["task.id", "task.run_id", "task.attempt", "task.kind", "task.name"] as const),
      ...(["run.compose_id", "dispatch.github_run_id"] as const),
    ])
    .where("task.state", "=", "COMPLETED")
    .where("task.kind", "in", ["leg", "assemble"])
    .where("run.is_fork", "=", false)
    .where("dispatch.github_run_id", "is not", null)
    .where((is) =>
      is.or([is("run.state", "=", "OPEN"), is("run.finished_at", ">", new Date(now.getTime() - lateness))]),
    )
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom("artifact")
            .select("artifact.id")
            .whereRef("artifact.task_id", "=", "task.id")
            .whereRef("artifact.attempt", "=", "task.attempt"),
        ),
      ),
    )
    .$if(!keeps, (query) => query.where((is) => is.exists(neededByRelease(queries))))
    .orderBy("task.id")
    .limit(most)
    .execute();
  const rows = tasks.flatMap((task) => {
    const name = artifactOfTask(task, task);
    if (name === undefined || task.github_run_id === null) return [];
    return [
      {
        ...{ run_id: task.run_id, task_id: task.id, attempt: task.attempt, name },
        ...{ github_run_id: task.github_run_id, state: "wanted" as const, failure: null },
        ...{ github_id: null, size: null, digest: null, storage_key: null, lease_until: null },
        ...{ due_at: now, created_at: now, expires_at: null },
      },
    ];
  });
  if (rows.length === 0) return 0;
  const made = await queries
    .insertInto("artifact")
    .values(rows)
    .onConflict((conflict) => conflict.columns(["task_id", "attempt"]).doNothing())
    .returning("id")
    .execute();
  return made.length;
}

/** Selects the release task that needs a task. */
function neededByRelease(queries: Queries) {
  return queries
    .selectFrom("task_need")
    .innerJoin("task as release", (join) =>
      join
        .onRef("release.run_id", "=", "task_need.run_id")
        .onRef("release.position", "=", "task_need.position"),
    )
    .select("release.id")
    .whereRef("task_need.run_id", "=", sql.ref("task.run_id"))
    .whereRef("task_need.needs_position", "=", sql.ref("task.position"))
    .where("release.kind", "=", "release");
}
