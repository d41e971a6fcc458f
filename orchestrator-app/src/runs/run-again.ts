import { isRunOver } from "@debootc/core/task/run-state";
import type { Queries } from "../database/database.ts";
import { startRun } from "./start-run.ts";
import { retryRun } from "./steer.ts";
import { type Cause, lockRun } from "../store/move-task.ts";

/**
 * Runs a run again: what failed of it is tried again, and one that completed is built anew, by another run like it. Returns what
 * came of it. Throws `state-conflict`.
 */
export async function runAgain(
  queries: Queries,
  runId: number,
  { causeKey, ...cause }: Cause & { readonly causeKey: string },
): Promise<string> {
  const run = await lockRun(queries, runId);
  if (run === undefined) return `run ${runId} is gone`;
  if (!isRunOver(run.state)) return `no change: run ${run.id} is ${run.state}`;
  if (run.state !== "COMPLETED") {
    await retryRun(queries, run.id, cause);
    return `retry of run ${run.id}`;
  }
  const { id } = await startRun(queries, {
    repositoryId: run.repository_id,
    causeKey,
    cause: run.cause,
    ref: run.ref,
    sha: run.sha,
    configSha: run.config_sha,
    ...(run.pull_request === null ? {} : { pullRequest: run.pull_request }),
    isFork: run.is_fork,
    actor: cause.actor,
    priority: run.priority,
    at: cause.at,
  });
  return `started run ${id} like run ${run.id}`;
}
