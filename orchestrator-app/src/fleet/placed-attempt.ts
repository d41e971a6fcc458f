import { sql } from "kysely";
import type { Queries } from "../database/database.ts";

/** Holds a placement with everything that its order and its admission need. */
export type PlacedAttempt = Awaited<ReturnType<typeof readPlaced>>;

/** Returns a placement with the attempt, the task, the run and the dispatch that it is of. */
export async function readPlaced(queries: Queries, id: string) {
  return placedAttempts(queries).where("placement.id", "=", id).executeTakeFirstOrThrow();
}

/** Selects placements with the attempt, the task, the run and the dispatch that they are of. */
export function placedAttempts(queries: Queries) {
  return queries
    .selectFrom("placement")
    .innerJoin("host", "host.id", "placement.host_id")
    .innerJoin("attempt", "attempt.label", "placement.label")
    .innerJoin("task", "task.id", "attempt.task_id")
    .innerJoin("run", "run.id", "task.run_id")
    .innerJoin("dispatch", "dispatch.id", "attempt.dispatch_id")
    .innerJoin("repository", "repository.id", "run.repository_id")
    .innerJoin("installation", "installation.id", "repository.installation_id")
    .selectAll("placement")
    .select([
      "host.name as host_name",
      "attempt.task_id",
      "attempt.number",
      "attempt.github_job_id",
      "attempt.runner",
      "attempt.ended_at as attempt_ended_at",
      "attempt.started_at as job_started_at",
      sql<string | null>`attempt.failure->>'code'`.as("attempt_failure"),
      "task.name as task_name",
      "task.kind as task_kind",
      "task.state as task_state",
      "task.timeout_seconds",
      "task.run_id",
      "run.state as run_state",
      "run.sha",
      "run.is_fork",
      "run.approved_sha",
      "run.repository_id",
      "dispatch.id as dispatch_id",
      "dispatch.workflow",
      "dispatch.ref as dispatch_ref",
      "dispatch.github_run_id",
      "repository.full_name",
      "repository.default_branch",
      "repository.state as repository_state",
      "installation.state as installation_state",
    ]);
}
